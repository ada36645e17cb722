"""What happens by itself or at a button: triggers, conditions, actions, approvals, schedules and their runs."""
