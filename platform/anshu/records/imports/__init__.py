"""Ledgers from outside: read, map, check every row, and take them in as imported history."""
