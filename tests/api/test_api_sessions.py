"""Signing in, who is who, and what a cookie or a token opens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gezi.accounts import people
from gezi.accounts.people import AccountState
from gezi.api.app import build
from gezi.core.settings import Settings
from support.visitors import PASSWORD, Browser, program, refused


def test_signing_in_sets_a_cookie_that_scripts_cannot_read(browser) -> None:
    answer = browser().post("/session", {"account": "ann", "password": PASSWORD})
    assert answer.json["account"] == {"account": "ann", "name": "Ann", "locale": "zh-CN"}
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("gezi_session=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_over_https_the_cookie_is_bound_to_the_host(services, settings: Settings) -> None:
    from dataclasses import replace

    secure = replace(services, settings=replace(settings, base_url="https://crm.example.cn"))
    visitor = Browser(build(secure))
    answer = visitor.post("/session", {"account": "ann", "password": PASSWORD})
    assert answer.headers["Set-Cookie"].startswith("__Host-gezi_session=")
    assert "Secure" in answer.headers["Set-Cookie"].split("; ")
    assert answer.headers["Strict-Transport-Security"]


def test_me_is_401_for_a_stranger_and_the_account_for_who_signed_in(browser, ann: Browser) -> None:
    assert refused(browser().get("/me"), 401) == ["auth.sign_in"]
    answer = ann.get("/me")
    assert answer.json == {
        "account": {"account": "ann", "name": "Ann", "locale": "zh-CN"},
        "csrf": ann.headers["X-CSRF-Token"],
    }


@pytest.mark.parametrize("credentials", [("ann", "wrong"), ("nobody", PASSWORD), ("", ""), ("ann", "x" * 4_000)])
def test_wrong_credentials_all_look_the_same(browser, credentials: tuple[str, str]) -> None:
    answer = browser().post("/session", dict(zip(("account", "password"), credentials, strict=True)))
    assert refused(answer, 401) == ["account.bad_credentials"]
    assert "Set-Cookie" not in answer.headers


def test_guessing_is_slowed_down(browser) -> None:
    visitor = browser()
    for _ in range(10):
        visitor.post("/session", {"account": "ann", "password": "guess"})
    answer = visitor.post("/session", {"account": "ann", "password": PASSWORD})
    assert refused(answer, 429) == ["account.too_many_attempts"]
    assert int(answer.headers["Retry-After"]) > 0


def test_signing_out_ends_the_session_on_the_server(app, ann: Browser) -> None:
    stolen = ann.client.get_cookie("gezi_session").value
    assert ann.delete("/session").status_code == 204
    thief = Browser(app)
    thief.client.set_cookie("gezi_session", stolen)
    refused(thief.get("/me"), 401)
    refused(ann.get("/me"), 401)


def test_a_session_planted_before_sign_in_opens_nothing(app, ann: Browser) -> None:
    planted = ann.client.get_cookie("gezi_session").value
    ann.post("/session", {"account": "ann", "password": PASSWORD})
    assert ann.client.get_cookie("gezi_session").value != planted
    thief = Browser(app)
    thief.client.set_cookie("gezi_session", planted)
    refused(thief.get("/me"), 401)


def test_unsafe_methods_need_the_csrf_token_of_this_session(browser, ann: Browser) -> None:
    mine, hers = dict(ann.headers), browser("ned").headers
    for headers in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "x"}, hers):
        ann.headers = dict(headers)
        assert refused(ann.patch("/me", {"name": "Mallory"}), 403) == ["auth.csrf"]
        assert refused(ann.delete("/session"), 403) == ["auth.csrf"]
    ann.headers = mine
    assert ann.get("/me").json["account"]["name"] == "Ann"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "http://[::1"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
def test_another_site_may_not_act_nor_sign_in_here(browser, ann: Browser, headers, status: int) -> None:
    assert ann.patch("/me", {"name": "Ann"}, headers=headers).status_code == status
    attempt = browser().post("/session", {"account": "ann", "password": PASSWORD}, headers=headers)
    assert attempt.status_code == status


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_forms_of_other_sites_are_no_json(browser, content_type: str) -> None:
    body = b'{"account":"ann","password":"x"}'
    answer = browser().send("POST", "/session", data=body, content_type=content_type)
    assert refused(answer, 400) == ["request.content_type"]


def test_name_and_language_can_be_changed(ann: Browser) -> None:
    answer = ann.patch("/me", {"name": "安", "locale": "en"})
    assert answer.json["account"] == {"account": "ann", "name": "安", "locale": "en"}
    assert ann.get("/me").json["account"]["locale"] == "en"
    assert refused(ann.patch("/me", {"locale": "xx"}), 422) == ["account.bad_locale"]
    assert refused(ann.patch("/me", {"id": 1, "password_hash": "x"}), 400) == ["request.unknown_key"] * 2


def test_a_new_password_ends_every_other_session(browser, ann: Browser) -> None:
    elsewhere = browser("ann")
    wrong = ann.post("/me/password", {"current": "wrong", "new": "another long one"})
    assert refused(wrong, 422) == ["password.wrong"]
    assert ann.post("/me/password", {"current": PASSWORD, "new": "another long one"}).status_code == 204
    assert ann.get("/me").status_code == 200
    refused(elsewhere.get("/me"), 401)
    refused(browser().sign_in("ann"), 401)
    assert browser().sign_in("ann", "another long one").status_code == 200


def test_a_session_left_alone_expires(clock, services, ann: Browser) -> None:
    clock.advance(timedelta(days=13))
    services.identities.forget()
    assert ann.get("/me").status_code == 200
    clock.advance(timedelta(days=14))
    services.identities.forget()
    refused(ann.get("/me"), 401)


def test_an_account_that_is_switched_off_is_out_at_once(services, ann: Browser, script) -> None:
    with services.control.write() as control:
        account = people.find_by_name(control, "ann")
        assert account is not None
        people.set_state(control, account.id, AccountState.DISABLED)
    services.identities.forget()
    refused(ann.get("/me"), 401)
    refused(script.get("/me"), 401)


# -- tokens ----------------------------------------------------------------------------------------------------------


def test_a_token_acts_for_its_account_without_csrf(script) -> None:
    assert script.get("/me").json == {"account": {"account": "ann", "name": "Ann", "locale": "zh-CN"}, "csrf": None}
    assert script.get("/workspaces/travel/tables/trips/records").status_code == 200


def test_a_token_is_listed_without_its_secret_and_can_be_revoked(app, ann: Browser, token: str) -> None:
    (listed,) = ann.get("/me/tokens").json["tokens"]
    assert (listed["name"], listed["workspace"]) == ("script", "travel")
    assert token not in str(listed)
    refused(ann.delete(f"/me/tokens/{listed['id'] + 1}"), 404)
    assert ann.delete(f"/me/tokens/{listed['id']}").status_code == 204
    refused(program(app, token).get("/me"), 401)
    assert ann.get("/me/tokens").json == {"tokens": []}


def test_a_token_opens_its_own_workspace_alone(script) -> None:
    assert script.get("/workspaces/other/tables").status_code == 404
    assert [entry["key"] for entry in script.get("/workspaces").json["workspaces"]] == ["travel"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/me/tokens", None),
        ("POST", "/me/tokens", {"name": "more", "workspace": "travel"}),
        ("POST", "/me/password", {"current": PASSWORD, "new": "another long one"}),
        ("PATCH", "/me", {"name": "x"}),
        ("POST", "/workspaces", {"key": "third", "name": "Third"}),
        ("DELETE", "/session", None),
    ],
)
def test_a_token_cannot_do_what_is_the_persons_own(script, method: str, path: str, body: object) -> None:
    answer = script.send(method, path, **({"json": body} if body else {}))
    assert refused(answer, 403) == ["auth.token_not_enough"]


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer ", "Bearer x", "Basic YW5uOng=", "Bearer gz_" + "x" * 500, "gz_x"]
)
def test_a_wrong_authorization_is_refused_even_beside_a_good_cookie(ann: Browser, value: str) -> None:
    answer = ann.send("GET", "/me", headers={"Authorization": value})
    assert refused(answer, 401) == ["auth.bad_token"]
    assert answer.headers["WWW-Authenticate"] == "Bearer"
