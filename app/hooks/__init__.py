"""Sending webhooks: connections that go nowhere else, and the rounds of the worker."""
