"""A floor on a sheet of paper: what is drawn where, in millimetres from the upper left corner."""
