"""A server that others reach says so while the demo's password is set."""

from __future__ import annotations

from pathlib import Path

import pytest

from gezi.cli.serving import is_exposed
from gezi.core.settings import Settings


@pytest.mark.parametrize(
    ("password", "host", "base_url", "exposed"),
    [
        ("demo1234", "127.0.0.1", None, False),
        ("demo1234", "::1", "http://localhost:8000", False),
        ("demo1234", "0.0.0.0", None, True),
        ("demo1234", "10.1.2.3", None, True),
        ("demo1234", "127.0.0.1", "https://crm.example.com", True),
        (None, "0.0.0.0", "https://crm.example.com", False),
    ],
)
def test_a_demo_password_is_for_this_machine(
    tmp_path: Path, password: str | None, host: str, base_url: str | None, exposed: bool
) -> None:
    assert is_exposed(Settings(data=tmp_path, demo_password=password, base_url=base_url), host) is exposed
