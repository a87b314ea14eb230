"""Society folder in, households out; every problem collected with file, line and code."""
