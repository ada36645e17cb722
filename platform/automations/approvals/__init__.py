"""Approvals: stages, who is asked, tasks, rounds, the inbox (E15, S88, S89)."""
