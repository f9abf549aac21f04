"""Mail about bookings: its words, its calendar part, its links, and the way to the mail server."""
