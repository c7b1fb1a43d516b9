"""Command line and application factories."""
