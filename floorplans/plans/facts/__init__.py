"""What a plan tells about its spaces without anybody writing it down: windows, doors, ways in."""
