"""Equipment that goes with a booking: monitors, projectors, wheelchairs, keys."""
