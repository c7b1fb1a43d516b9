"""Content-addressed photos, signatures and files."""
