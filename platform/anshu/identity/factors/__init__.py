"""Second factors: authenticator apps, recovery codes, and who must have one."""
