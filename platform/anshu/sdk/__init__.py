"""The only thing that plugins and connectors import."""
