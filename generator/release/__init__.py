"""From a proof that was signed to a package that was handed over, and what is left when all is over."""
