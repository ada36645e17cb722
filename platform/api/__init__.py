"""The REST API: one file per resource, OpenAPI from the declared schemas. The only room that knows Flask."""
