"""Facts for rule tables: which providers a command needs, what they must see, what they say."""
