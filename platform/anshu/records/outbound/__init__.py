"""Changes of records on their way to other systems, through drivers that ask for them."""
