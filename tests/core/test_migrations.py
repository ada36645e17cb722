"""The heads that the code believes in are the last revisions of each line, so that no start migrates for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from gezi.core import migrations


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
