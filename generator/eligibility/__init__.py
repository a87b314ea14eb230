"""Who gets what on day D: pure rules of contract §3."""
