"""The command runner, facts, claims, deadlines, projection, queries, import and export."""
