"""One file per field type; `fields.registry` lists them."""
