"""The definition language: packs, items and their forms in text."""
