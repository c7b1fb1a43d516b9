"""Messages written with the business transaction; the broker and the relay that carry them."""
