"""Log-in at an identity provider of the organisation: OpenID Connect."""
