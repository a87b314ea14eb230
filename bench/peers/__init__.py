"""What others would use for the same sheets, each in the way that is fastest for it."""
