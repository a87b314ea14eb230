"""The acceptance tests' bookkeeper decides here, too, and their door to the command serves."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "acceptance"))
