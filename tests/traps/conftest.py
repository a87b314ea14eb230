"""Traps are set with the piles and the hands of the checker's tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "proofs"))
