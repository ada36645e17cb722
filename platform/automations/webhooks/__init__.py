"""Webhooks out: subscriptions of other systems to the changes of a table (E26), delivered in order per record, signed, and
under the rights of their owner. Requests go the same guarded way as those of automations."""
