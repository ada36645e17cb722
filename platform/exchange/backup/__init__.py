"""Backups: one workspace as one file — its database, its attachments, its people — and back again (reliability J).

`backup` works while people do; `restore` believes nothing before every checksum is right.
"""

from __future__ import annotations

from .making import backup, backup_all
from .restoring import Restored, restore

__all__ = ["Restored", "backup", "backup_all", "restore"]
