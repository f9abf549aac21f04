"""The demo campus: real DXF files, people and bookings, brought in like anyone's own."""
