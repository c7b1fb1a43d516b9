"""Watches that have come, looked at many at a time."""
