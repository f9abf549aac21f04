"""The shell of a map page: folium decides how the map is set up, our scripts fill it.

folium embeds what it is given, 560 KB for 2,000 desks, so it is given the address of the shapes
and no shapes. Its usual page is not used either: it asks other hosts for scripts and forbids a
person to zoom. What is left is a container and one inline script that carries the page's nonce.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import folium
from branca.element import Figure, MacroElement
from folium.template import Template
from markupsafe import Markup

#: Near enough to fill a phone with one desk (about 6 mm to a pixel).
MAX_ZOOM = 24
#: Quarter steps let a floor fit its window closely.
ZOOM_SNAP = 0.25
ZOOM_DELTA = 0.5
START_ZOOM = 18
#: The page loads our own copy of Leaflet; folium shall ask for nothing.
_NOTHING: list[tuple[str, str]] = []


@dataclass(frozen=True, slots=True)
class MapShell:
    """The two parts of a map in a page, both safe to put into it."""

    html: Markup
    script: Markup


@dataclass(frozen=True, slots=True)
class _View:
    """What a map's coordinates are, and how near and far it goes."""

    crs: str
    min_zoom: int
    start_zoom: int
    max_zoom: int
    keyboard: bool


_EARTH = _View("EPSG3857", 0, START_ZOOM, MAX_ZOOM, keyboard=False)
#: Zoom 0 is a metre to a pixel; -8 shows 200 km of a drawing gone astray, 9 is 2 mm to a pixel.
_PAPER = _View("Simple", -8, 3, 9, keyboard=True)


class _ShellMap(folium.Map):
    """folium's map with our own copy of Leaflet, loaded by the page, and a container with a name.

    The container's label is text and is escaped like every label.
    """

    default_js = _NOTHING
    default_css = _NOTHING
    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div id="{{ this.get_name() }}" class="map" role="group"
             aria-label="{{ this.label|e }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
        const {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
          zoomAnimation: moves,
          markerZoomAnimation: moves,
          inertia: moves,
          center: {{ this.location|tojson }},
          crs: L.CRS.{{ this.crs }},
          ...{{ this.options|tojavascript }}
        });
        L.control.scale({imperial: false}).addTo({{ this.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, label: str, location: Sequence[float], view: _View) -> None:
        super().__init__(
            location=list(location),
            zoom_start=view.start_zoom,
            tiles=None,
            crs=view.crs,
            zoom_snap=ZOOM_SNAP,
            zoom_delta=ZOOM_DELTA,
            keyboard=view.keyboard,
            attribution_control=False,
        )
        # folium would give these to a tile layer, and there is none.
        self.options["min_zoom"] = view.min_zoom
        self.options["max_zoom"] = view.max_zoom
        self._id = "floor"
        self.label = label


class _Start(MacroElement):
    """Hands the map to our own script with its settings."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        window.floorplans.{{ this.entry }}(
          {{ this._parent.get_name() }}, {{ this.settings|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, entry: str, settings: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # the library has no types
        self._name = "Start"
        self.entry = entry
        self.settings = dict(settings)


def map_shell(
    entry: str, settings: Mapping[str, Any], *, label: str, lat: float, lon: float
) -> MapShell:
    """A map around a point (EPSG:4326 degrees) that ``window.floorplans.<entry>`` fills.

    ``entry`` is a name in our own scripts, never a user's text; ``settings`` are JSON values and
    are escaped for a script.
    """
    return _shell(_ShellMap(label, (lat, lon), _EARTH), entry, settings)


def paper_shell(entry: str, settings: Mapping[str, Any], *, label: str) -> MapShell:
    """A map in metres of a drawing's own axes (Leaflet's CRS.Simple), for the same scripts."""
    return _shell(_ShellMap(label, (0.0, 0.0), _PAPER), entry, settings)


def _shell(shell: _ShellMap, entry: str, settings: Mapping[str, Any]) -> MapShell:
    shell.add_child(_Start(entry, settings))
    figure = cast("Figure", shell.get_root())
    figure.render()
    # Both strings come from the templates above, which escape what they are given.
    return MapShell(Markup(figure.html.render()), Markup(figure.script.render()))  # noqa: S704
