"""Map shells made with folium: the frame of a map, which fetches its shapes by itself."""

from app.maps.shell import MapShell, map_shell, paper_shell

__all__ = ["MapShell", "map_shell", "paper_shell"]
