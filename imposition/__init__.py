"""Where each leaf goes: sheets, trays, blocks, and the streaming PDF file."""
