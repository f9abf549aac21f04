// One thing of a drawing as a shape on the map.

const L = window.L;

/** [x, y] pairs of any depth to Leaflet's [y, x]. */
export const turned = (coordinates) =>
  typeof coordinates[0] === "number" ? [coordinates[1], coordinates[0]] : coordinates.map(turned);

export function shapeOf(geometry, className, renderer, interactive) {
  const options = { renderer, className, interactive, smoothFactor: 0, bubblingMouseEvents: !interactive };
  const points = turned(geometry.coordinates);
  if (geometry.type.endsWith("Polygon")) return L.polygon(points, options);
  return L.polyline(points, { ...options, fill: false, noClip: true });
}

const plain = (words) => String(words).replaceAll(/[^\w-]/g, "");

export const CLASS_OF = {
  rooms: ({ category }) => `draft-room ${plain(category)}`,
  desks: () => "draft-desk",
  parking: () => "draft-parking",
  doors: ({ kind }) => `draft-door ${plain(kind)}`,
  connectors: ({ kind }) => `connector ${plain(kind)}`,
  zones: () => "zone",
};
