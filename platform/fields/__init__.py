"""What a value is: one file per field type, the operators, and the one tree of conditions. It stores and queries nothing."""
