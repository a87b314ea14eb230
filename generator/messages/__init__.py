"""UI messages through gettext: English source, Japanese catalogue."""
