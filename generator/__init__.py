"""Who gets what, when: intake, eligibility, ledger, the job and the command line."""
