"""What happened to records: history, batches, undo, the trash, live updates."""
