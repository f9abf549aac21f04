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
        const {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
          center: {{ this.location|tojson }},
          crs: L.CRS.{{ this.crs }},
          ...{{ this.options|tojavascript }}
        });
        L.control.scale({imperial: false}).addTo({{ this.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, label: str, location: Sequence[float]) -> None:
        super().__init__(
            location=list(location),
            zoom_start=START_ZOOM,
            tiles=None,
            crs="EPSG3857",
            zoom_snap=ZOOM_SNAP,
            zoom_delta=ZOOM_DELTA,
            keyboard=False,
            attribution_control=False,
        )
        # folium would give this to a tile layer, and there is none.
        self.options["max_zoom"] = MAX_ZOOM
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
    shell = _ShellMap(label, (lat, lon))
    shell.add_child(_Start(entry, settings))
    figure = cast("Figure", shell.get_root())
    figure.render()
    # Both strings come from the templates above, which escape what they are given.
    return MapShell(Markup(figure.html.render()), Markup(figure.script.render()))  # noqa: S704
