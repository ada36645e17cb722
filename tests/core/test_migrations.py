"""The heads that the code believes in are the last revisions of each line, so that no start migrates for nothing; what was
configured before goes on meaning what it meant."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from gezi.core import migrations
from gezi.core.database import Database
from gezi.core.metadata import Json


@pytest.mark.parametrize("line", sorted(migrations.HEADS))
def test_the_head_of_each_line_is_its_last_revision(line: migrations.Line) -> None:
    here = Path(migrations.__file__).parent
    script = ScriptDirectory(str(here), version_locations=[str(here / line)])
    assert script.get_heads() == [migrations.HEADS[line]]


@pytest.mark.parametrize("line", sorted(migrations.HEADS))
def test_no_two_revisions_of_a_line_have_one_number(line: migrations.Line) -> None:
    files = [path.name for path in (Path(migrations.__file__).parent / line).glob("[cw]0*.py")]
    numbers = [name.split("_")[0] for name in files]
    assert sorted(set(numbers)) == sorted(numbers)


def test_buttons_of_an_older_version_look_for_duplicates_in_the_present_words(database: Database) -> None:
    step = {"create": "customers", "as": "made", "duplicates": {"by": ["name"], "ignore": ["Ltd."], "show": ["name"]}}
    former = {"buttons": {"7": [{"key": "convert", "do": [step]}]}}
    migrations.upgrade(database, "workspace")
    config = sa.table("config", sa.column("key", sa.Text()), sa.column("value", Json), schema=database.schema)
    place = f'"{database.schema}".' if database.schema else ""
    with database.write() as connection:
        connection.exec_driver_sql(f"DROP INDEX {place}ix_attachments_waiting")  # as it was before w0033
        connection.exec_driver_sql(f"ALTER TABLE {place}attachments DROP COLUMN waiting")
        version = sa.table("alembic_version", sa.column("version_num"), schema=database.schema)
        connection.execute(sa.update(version).values(version_num="w0024"))
        connection.execute(sa.insert(config).values(key="buttons", value=former["buttons"]))
        connection.execute(sa.insert(config).values(key="others", value={"duplicates": {"by": 1}}))
    migrations.upgrade(database, "workspace")
    with database.read() as connection:
        kept = {row.key: row.value for row in connection.execute(sa.select(config))}
    assert kept["buttons"]["7"][0]["do"][0]["duplicates"] == {
        "fields": ["name"],
        "match": "normalised",
        "leave_out": ["Ltd."],
        "show": ["name"],
    }
    assert kept["others"] == {"duplicates": {"by": 1}}
