"""Field rights that depend on the row, and rights to buttons, views and dashboards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gezi.core.metadata import BigId, Json

revision = "w0006"
down_revision = "w0005"


def upgrade() -> None:
    op.add_column("field_grants", sa.Column("read_rows", Json, nullable=True))
    op.add_column("field_grants", sa.Column("edit_rows", Json, nullable=True))
    op.create_table(
        "object_rights",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("role", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("table_id", sa.BigInteger(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("rows", Json, nullable=True),
        sa.ForeignKeyConstraint(["role"], ["role_groups.id"], name=op.f("fk_object_rights_role"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_object_rights")),
    )
    op.create_index(op.f("ix_object_rights_role"), "object_rights", ["role"], unique=False)
    op.create_index(op.f("ix_object_rights_table_id"), "object_rights", ["table_id"], unique=False)
