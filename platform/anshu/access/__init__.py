"""Casbin's model as the law; compiled permission sets, scopes and the guard."""
