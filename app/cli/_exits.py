"""Exit statuses that a caller's script can tell apart; click itself uses 2 for wrong usage."""

EXIT_FAILED = 1
EXIT_REFUSED = 2
EXIT_NOT_RUNNING = 3
#: Of `import --check`: publishing would change the floor, or hold bookings besides.
EXIT_CHANGES = 4
EXIT_HOLDS = 5
