"""Exit statuses that a caller's script can tell apart; click itself uses 2 for wrong usage."""

EXIT_FAILED = 1
EXIT_REFUSED = 2
EXIT_NOT_RUNNING = 3
