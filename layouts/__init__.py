"""What one side of a piece looks like: TOML layouts in, typeset content out."""
