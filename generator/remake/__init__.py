"""Pieces of a sealed job that are made again (ヤレ), and pieces that are taken out of it (引抜き)."""
