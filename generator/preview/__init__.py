"""Layouts to look at: previews filled with samples, and pictures of what changed between two sets."""
