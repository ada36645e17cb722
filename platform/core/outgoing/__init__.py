"""Requests to other machines. This is the only place that opens connections to addresses which people have typed."""

from __future__ import annotations

from .sending import Outgoing, Reply
from .targets import Allowed, Target, allowed

__all__ = ["Allowed", "Outgoing", "Reply", "Target", "allowed"]
