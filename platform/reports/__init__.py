"""Dashboards, pivots and metrics over the rows that the viewer may see."""
