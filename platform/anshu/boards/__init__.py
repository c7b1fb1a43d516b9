"""Indicators over records."""
