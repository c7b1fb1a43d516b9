"""Our supervisor for the PostgreSQL binaries of a wheel."""
