"""Is the delivered file what was meant? An independent reader of the bytes."""
