"""Reprints of single cards: the call at the desk, looked up, decided by the rules, printed or queued."""
