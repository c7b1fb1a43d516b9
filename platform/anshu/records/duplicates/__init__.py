"""Records that may be the same trouble, reported before."""
