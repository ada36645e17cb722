"""The catalogue, schema changes, storage, records (the only write path), queries, views, history and undo."""
