// The picture that a plan was brought in as: it lies under everything that is drawn over it.

const L = window.L;

/** A layer that fills the draft's extent. */
export function underlay({ underlay: { href }, extent_m: [west, south, east, north] }) {
  return L.imageOverlay(href, [[south, west], [north, east]], { pane: "tilePane", className: "underlay", alt: "The picture to draw over" });
}
