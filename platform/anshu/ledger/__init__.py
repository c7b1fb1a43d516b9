"""Append-only events: leaves, seals, signed heads, evidence packages, verification."""
