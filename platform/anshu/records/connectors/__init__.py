"""Connector instances of a tenant: sealed configuration, runs under a lease, facts with age."""
