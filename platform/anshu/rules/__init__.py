"""Rule tables asked: typed inputs, one verdict with obligations, the tree that explains it."""
