"""The front end's types come from `web/openapi.json`; this keeps that file what the server says of itself."""

from __future__ import annotations

import json
from collections.abc import Callable

from support.tree import ROOT
from support.visitors import Browser


def test_the_contract_that_the_front_end_is_built_from_is_the_servers_own(browser: Callable[..., Browser]) -> None:
    kept = json.loads((ROOT / "web" / "openapi.json").read_text(encoding="utf-8"))
    assert kept == browser().get("/api/openapi.json").json, "run `make contract`"
