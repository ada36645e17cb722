"""What crosses the border: templates, Excel and CSV in and out, printing, backup and restore."""
