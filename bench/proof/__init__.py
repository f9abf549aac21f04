"""A proof of booking: many processes that are killed, every call written down, and a checker that
knows nothing of the service decides whether all of it can be explained."""
