"""The unit of work: principals, affine connections, the one place that commits."""
