"""Revisions of a workspace."""
