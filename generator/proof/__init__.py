"""Proofs: the documents that could break a layout, picked, drawn with their measures, and shown in one report."""
