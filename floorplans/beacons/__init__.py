"""Indoor position: beacons that staff enter, and readings that are answered and kept nowhere."""
