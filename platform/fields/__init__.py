"""What a field can be: one file per field type; operators, conditions and conversion."""
