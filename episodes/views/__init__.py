"""What the public sees: one file for each kind of page."""
