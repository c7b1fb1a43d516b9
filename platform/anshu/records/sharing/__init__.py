"""Links to one record that open without a log-in, for a while, and show what its type names."""
