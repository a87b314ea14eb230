"""What the post wants to know of an address: the content of the customer barcode."""
