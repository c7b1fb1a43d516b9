"""Reads about who could be chosen for a task, and about many tasks at once."""
