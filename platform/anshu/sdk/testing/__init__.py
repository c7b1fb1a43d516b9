"""What the tests of plugins and connectors import."""
