"""The checks, one small module a matter; each adds findings and decides nothing else."""
