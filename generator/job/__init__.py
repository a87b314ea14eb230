"""The job: reserve, lay out, impose, read back, seal."""
