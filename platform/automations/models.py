"""System tables of this room: approvals with their tasks, and the log of pressed buttons."""

from __future__ import annotations

import sqlalchemy as sa

from ..core.instants import Instant
from ..core.metadata import BigId, Json, workspace_metadata

approvals = sa.Table(
    "approvals",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("definition", sa.Text, nullable=False),  # key of the approval
    sa.Column("table_id", sa.BigInteger, nullable=False),
    sa.Column("record", sa.BigInteger, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),  # open, approved, rejected, withdrawn
    sa.Column("submitter", sa.BigInteger),
    sa.Column("submitted_at", Instant, nullable=False),
    sa.Column("reason", Json, nullable=False),  # how the approver was found: heads passed over, the fallback role
    sa.Column("decided_by", sa.BigInteger),
    sa.Column("decided_at", Instant),
    sa.Column("comment", sa.Text),
    sa.Column("plan", Json),  # the stages as they were when it was submitted, with whom each asks
    sa.Column("pinned", Json),  # the definition as it was when it was submitted
    sa.Column("stage", sa.Integer, nullable=False, server_default="0"),  # the place of the stage that is asked now
    sa.Column("proposal", Json),  # what an approved record asks to have changed: {"values", "cells"}
    sa.Column("note", sa.Text),  # why a change is asked for
    sa.UniqueConstraint("definition", "table_id", "record", "round"),
    sa.Index(None, "table_id", "record"),
)

approval_tasks = sa.Table(
    "approval_tasks",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("approval", sa.BigInteger, nullable=False, index=True),
    sa.Column("member", sa.BigInteger),  # who is asked; none where a whole role is
    sa.Column("role", sa.Text),  # key of the role group that is asked
    sa.Column("state", sa.Text, nullable=False),  # waiting, open, done, cancelled
    sa.Column("stage", sa.Integer, nullable=False, server_default="0"),
    sa.Column("attempt", sa.Integer, nullable=False, server_default="0"),  # how often its stage was begun anew
    sa.Column("kind", sa.Text, nullable=False, server_default="asked"),  # asked, added, copied
    sa.Column("after", sa.BigInteger),  # the task that has to be approved before it
    sa.Column("reason", Json),  # how this person was found
    sa.Column("decision", sa.Text),  # approve, reject, return
    sa.Column("comment", sa.Text),
    sa.Column("decided_by", sa.BigInteger),
    sa.Column("decided_at", Instant),
    sa.Column("given_by", sa.BigInteger),  # who handed it on, or added this person
    sa.Index("ix_approval_tasks_member", "member", "state"),
    sa.Index("ix_approval_tasks_decided_by", "decided_by"),
)

button_presses = sa.Table(
    "button_presses",
    workspace_metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("member", sa.BigInteger),
    sa.Column("table_id", sa.BigInteger, nullable=False),
    sa.Column("record", sa.BigInteger, nullable=False),
    sa.Column("button", sa.Text, nullable=False),
    sa.Column("inputs", Json, nullable=False),  # reasons and choices as they were given
    sa.Column("batch", sa.Text, nullable=False),
    sa.Index(None, "table_id", "record"),
)
