"""The demonstration group: an invented group of plants, run on an embedded database."""
