"""What was issued, to whom: an append-only record in SQL."""
