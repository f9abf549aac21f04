"""What people are told by mail about bookings, and the calendars that follow them."""
