"""Definitions compiled to validators and graphs, cached by content hash."""
