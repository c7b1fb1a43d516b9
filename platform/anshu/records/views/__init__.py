"""Lists as people arrange them: what a list can show and be narrowed by, and saved views of it."""
