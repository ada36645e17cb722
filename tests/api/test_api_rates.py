"""How often one may ask: by credential and by address, and nothing that a client says of itself counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gezi.api.app import build
from gezi.api.rates import Rate
from gezi.api.services import Services
from gezi.core.errors import Refusal
from support.visitors import Browser, program, refused


def test_a_bucket_holds_a_minutes_worth_and_fills_evenly() -> None:
    now = [0.0]
    rate = Rate(6, now=lambda: now[0])
    for _ in range(6):
        rate.take("a")
    with pytest.raises(Refusal) as refusal:
        rate.take("a")
    assert refusal.value.problems[0].params["seconds"] == 10
    rate.take("b")
    now[0] = 10.0
    rate.take("a")
    with pytest.raises(Refusal):
        rate.take("a")


def test_few_buckets_are_remembered_and_no_limit_remembers_none() -> None:
    rate, none = Rate(6, capacity=3), Rate(0)
    for who in range(10):
        rate.take(who)
        none.take(who)
    assert (len(rate), len(none)) == (3, 0)


def limited(services: Services, **limits: int) -> Services:
    return replace(services, settings=replace(services.settings, **limits))


def test_each_credential_has_a_limit_of_its_own(services: Services, token: str) -> None:
    app = build(limited(services, rate_limit=3))
    script, ann = program(app, token), Browser(app)
    assert ann.sign_in("ann").status_code == 200
    assert [script.get("/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    late = script.get("/me")
    assert refused(late, 429) == ["request.too_often"]
    assert late.headers["Retry-After"] == "20"
    assert ann.get("/me").status_code == 200


def test_an_address_is_the_one_that_is_seen_and_not_the_one_that_is_said(services: Services) -> None:
    stranger = Browser(build(limited(services, rate_limit_address=2)))
    answers = [
        stranger.send("GET", "/health", headers={"X-Forwarded-For": f"10.0.0.{n}", "Forwarded": f"for=10.0.0.{n}"})
        for n in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
