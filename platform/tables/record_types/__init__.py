"""Record types of a table (E19, S14): by the choice of one option field, which options, required fields and layout a row has,
and who may make rows of the type."""
