"""Measured values that are no records: wind, weather, fixed detectors, signs of presence."""
