"""Every refusal has one shape and the caller's language, whatever went wrong, and a fault of ours shows nothing of itself."""

from __future__ import annotations

import logging

import pytest
import sqlalchemy as sa

from support.visitors import Browser, problems, refused


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (None, "请先登录"),
        ("zh-CN", "请先登录"),
        ("en", "please sign in"),
        ("en-GB,en;q=0.9,zh;q=0.1", "please sign in"),
        ("fr, zh-TW;q=0.9, en;q=0.5", "请先登录"),
        ("fr", "请先登录"),
        ("zh;q=0, en", "please sign in"),
        ("a" * 5_000, "请先登录"),
        (";;;,,q=", "请先登录"),
    ],
)
def test_the_sentence_is_in_the_language_the_caller_prefers(browser, header: str | None, sentence: str) -> None:
    answer = browser().send("GET", "/me", headers={"Accept-Language": header} if header else {})
    assert [error["message"] for error in answer.json["errors"]] == [sentence]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api", 404),
        ("GET", "/api/v2/me", 404),
        ("GET", "/api/v1/me/", 404),
        ("GET", "/api//v1/me", 404),
        ("GET", "/api/v1/%2e%2e/v1/me", 404),
        ("PUT", "/api/v1/me", 405),
        ("POST", "/api/v1/health", 405),
        ("TRACE", "/api/v1/me", 405),
    ],
)
def test_addresses_and_methods_that_do_not_exist_answer_in_the_error_shape(
    browser, method: str, path: str, status: int
) -> None:
    refused(browser().send(method, path), status)


def test_a_wrong_method_names_the_right_ones(browser) -> None:
    answer = browser().send("PUT", "/me")
    assert set(answer.headers["Allow"].replace(" ", "").split(",")) == {"GET", "HEAD", "OPTIONS", "PATCH"}


def test_a_fault_of_ours_is_logged_and_shows_nothing_of_itself(services, ann: Browser, monkeypatch, caplog) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(type(services.workspaces), "open", broken)
    services.identities.forget()
    with caplog.at_level(logging.ERROR, logger="gezi.api"):
        answer = ann.get("/workspaces/travel/tables/trips/records")
    assert refused(answer, 500) == ["server.error"]
    assert b"secret" not in answer.data
    assert b"Traceback" not in answer.data
    assert "the secret inside" in caplog.text


def test_a_database_out_of_reach_is_a_503_that_may_be_tried_again(services, browser, monkeypatch) -> None:
    def away(*_args: object) -> None:
        raise sa.exc.TimeoutError("no connection")

    monkeypatch.setattr(services.control, "read", away)
    answer = browser().get("/health")
    assert refused(answer, 503) == ["server.busy"]
    assert answer.headers["Retry-After"]


def test_a_key_with_half_a_character_can_still_be_named_in_the_answer(browser) -> None:
    answer = browser().send("POST", "/session", data=b'{"\\ud800": 1}', content_type="application/json")
    assert answer.status_code == 400
    assert {code for _, _, code in problems(answer)} == {"request.unknown_key", "request.missing_key"}


def test_every_response_carries_the_protective_headers(ann: Browser) -> None:
    for path in ("/me", "/nothing", "/session"):
        headers = ann.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"


def test_head_and_options_behave(ann: Browser) -> None:
    head = ann.send("HEAD", "/me")
    assert (head.status_code, head.data) == (200, b"")
    options = ann.send("OPTIONS", "/me")
    assert options.status_code == 200
    assert "PATCH" in options.headers["Allow"]
    assert "Access-Control-Allow-Origin" not in options.headers
