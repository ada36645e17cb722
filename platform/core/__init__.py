"""The ground floor: database, numbers, clock, ids, errors, context, outbox, migrations. It knows no table of a user."""
