"""Who did what, when, to which record: the ledger's events as a list for auditors."""
