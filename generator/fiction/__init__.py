"""What an invented society is made of; ``generator.invent`` writes it down."""
