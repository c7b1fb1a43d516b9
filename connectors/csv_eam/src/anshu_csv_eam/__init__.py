"""Equipment and maintenance orders from a folder of CSV exports."""
