"""HTTP: routes, guards, problems, the console's files."""
