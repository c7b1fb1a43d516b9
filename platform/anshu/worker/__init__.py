"""Reactions to messages and the periodic sweepers."""
