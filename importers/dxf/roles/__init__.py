"""What the layers and blocks of a scene stand for, by their names and by their content."""
