"""How fast the system is, beside what others would use for the same sheets; gates nothing (design.md §4)."""
