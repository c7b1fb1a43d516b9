"""What is read of permits and their surroundings for the gates: pure, no figure of a norm."""
