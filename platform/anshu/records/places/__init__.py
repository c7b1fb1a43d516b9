"""Places of a plant: geofences, plans, labels, calendars, advice."""
