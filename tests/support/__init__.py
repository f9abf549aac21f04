"""What many tests stand on: throw-away databases and factories."""
