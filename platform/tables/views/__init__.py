"""Stored views: which fields, filter, order, groups and colours a table is looked at with (E17).

A view is shared, or one person's own; a locked one is not changed before it is unlocked. Definitions are kept by id.
"""

from .definition import MANY_FIELDS, ONE_FIELD, TYPES
from .describing import describe, shown_to
from .making import ViewDraft, create

__all__ = ["MANY_FIELDS", "ONE_FIELD", "TYPES", "ViewDraft", "create", "describe", "shown_to"]
