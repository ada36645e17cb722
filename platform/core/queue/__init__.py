"""Working off the outboxes: by a thread of this process, or by RQ's workers. The only room that knows RQ and Redis."""

from .draining import Consumer, Queue
from .waiting import Attendant

__all__ = ["Attendant", "Consumer", "Queue"]
