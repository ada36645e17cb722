"""Computed fields: what depends on what, bringing it up to date, and why a value is what it is."""
