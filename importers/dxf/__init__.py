"""DXF, as architects leave it."""
