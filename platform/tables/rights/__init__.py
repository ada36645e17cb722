"""Rights as people keep them: what a role group is granted on tables, written down, changed, logged and taken back."""
