"""Tenant registry, provisioning, migration and retirement of schemas."""
