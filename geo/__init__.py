"""Pure geometry: arguments in, values out. Knows shapely, pyproj and numpy, and nothing of ours."""
