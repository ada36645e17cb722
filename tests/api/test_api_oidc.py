"""Signing in with an OpenID provider, a real one; and what people try against it (attacks: OAuth/OIDC)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask

from gezi.accounts import members, people
from gezi.accounts.people import AccountState
from gezi.api.app import build
from gezi.api.resources.oidc import inside
from gezi.api.services import Services
from gezi.core.clock import SystemClock
from gezi.core.context import SYSTEM, Source
from gezi.core.settings import Oidc, Settings
from support.provider import SECRET, Person, running
from support.visitors import PASSWORD, Browser, refused

HOME = "https://gezi.example"
CALLBACK = "/api/v1/oidc/callback"
Visit = Callable[..., Browser]


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(HOME + CALLBACK, tmp_path_factory.mktemp("provider") / "log") as address:
        yield address


@pytest.fixture
def clock() -> SystemClock:
    """The provider's tokens are of today."""
    return SystemClock()


@pytest.fixture
def oidc_settings(settings: Settings, issuer: str) -> Settings:
    oidc = Oidc(issuer, "gezi", SECRET, "示例公司")
    return replace(settings, base_url=HOME, oidc=oidc, outgoing_allow=urlsplit(issuer).netloc)


@pytest.fixture
def installed(oidc_settings: Settings, clock: SystemClock) -> Iterator[Services]:
    opened = Services.open(oidc_settings, clock)
    yield opened
    opened.close()


@pytest.fixture
def site(installed: Services) -> Flask:
    return build(installed)


@pytest.fixture
def visit(site: Flask) -> Visit:
    """`visit()` is a stranger's browser, `visit("ann")` one that is signed in; all reach us by https."""

    def made(account: str | None = None) -> Browser:
        browser = Secure(site)
        if account is not None:
            assert browser.sign_in(account).status_code == 200
        return browser

    return made


class Secure(Browser):
    def send(self, method: str, path: str, **kwargs: Any) -> Any:
        return super().send(method, path, base_url=HOME, **kwargs)

    def begin(self, **query: str) -> str:
        """The provider's address that we send the browser to."""
        answer = self.get("/oidc/start", **query)
        assert answer.status_code == 303, answer.data
        return answer.headers["Location"]

    def back(self, **query: str) -> str:
        """Where the browser goes when it comes back with these parameters."""
        answer = self.get("/oidc/callback", **query)
        assert answer.status_code == 303, answer.data
        return answer.headers["Location"]

    def arrive(self, returned: str) -> str:
        assert returned.startswith(f"{HOME}{CALLBACK}?")
        return self.back(**only(returned))

    def whole(self, name: str, **query: str) -> str:
        return self.arrive(Person().sign_in(self.begin(**query), name))

    @property
    def me(self) -> str | None:
        answer = self.get("/me")
        if answer.status_code != 200:
            return None
        self.headers["X-CSRF-Token"] = answer.json["csrf"]
        return answer.json["account"]["account"]


def only(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def invited(visit: Visit) -> str:
    made = visit("ann").post("/workspaces/travel/invitations", {"name": "张伟", "roles": []})
    assert made.status_code == 201, made.json
    return made.json["token"]


def acts(visit: Visit, key: str = "travel") -> list[tuple[str, str]]:
    entries = visit("ann").get(f"/workspaces/{key}/audit").json["entries"]
    return [(entry["action"], entry["account"]) for entry in entries]


def test_who_is_invited_comes_in_with_the_provider_and_again_without_the_invitation(visit: Visit) -> None:
    token = invited(visit)
    first = visit()
    assert first.whole("zhang", invitation=token, next=f"/join/{token}") == "/"
    assert first.me == "zhang@example.com"
    assert [entry["key"] for entry in first.get("/workspaces").json["workspaces"]] == ["travel"]
    second = visit()
    assert second.whole("zhang", next="/w/travel/t/trips?q=海") == "/w/travel/t/trips?q=%E6%B5%B7"
    assert second.me == "zhang@example.com"
    shown = second.get("/me/logins").json
    assert (shown["password"], [each["email"] for each in shown["logins"]]) == (False, ["zhang@example.com"])
    told = acts(visit)
    assert told.count(("session.opened", "zhang@example.com")) == 2
    assert ("login.linked", "zhang@example.com") in told
    assert ("invitation.used", "zhang@example.com") in told


def test_who_is_not_invited_does_not_come_in(visit: Visit) -> None:
    stranger = visit()
    assert stranger.whole("zhang") == "/sign-in?problem=oidc.not_invited"
    assert stranger.me is None
    said = stranger.get("/sign-in", problem="oidc.not_invited").json
    assert said["provider"] == {"label": "示例公司"}
    assert "邀请" in said["problem"]
    assert stranger.get("/sign-in", problem="<script>").json["problem"] is None


def test_an_invitation_brings_in_one_person(visit: Visit) -> None:
    token = invited(visit)
    assert visit().whole("zhang", invitation=token) == "/"
    other = visit()
    assert other.whole("mallory", invitation=token) == "/sign-in?problem=invitation.over"
    assert other.me is None


def test_where_the_operator_opens_a_workspace_everybody_of_the_provider_is_a_newcomer_in_it(
    oidc_settings: Settings, clock: SystemClock
) -> None:
    assert oidc_settings.oidc is not None
    services = Services.open(replace(oidc_settings, oidc=replace(oidc_settings.oidc, workspace="travel")), clock)
    try:
        guest = Secure(build(services))
        assert guest.whole("zhang") == "/"
        assert guest.me == "zhang@example.com"
        assert guest.get("/workspaces/travel/me").json["roles"] == []
        workspace = services.workspaces.open("travel")
        with workspace.write(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
            members.leave(tx.connection, next(m.id for m in tx.members.values() if m.name == "张伟"))
            tx.reload()
        services.identities.forget()
        assert guest.whole("zhang") == "/"
        assert (
            guest.get("/workspaces/travel/me").status_code == 404
        )  # who had to leave does not come back by signing in
    finally:
        services.close()


def test_the_address_at_the_provider_asks_for_a_code_with_pkce_and_exactly_our_redirect_uri(
    visit: Visit, issuer: str
) -> None:
    browser = visit()
    answer = browser.send("GET", "/oidc/start", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    asked = only(answer.headers["Location"])
    assert answer.headers["Location"].startswith(f"{issuer}/auth?")
    assert (asked["response_type"], asked["redirect_uri"]) == ("code", HOME + CALLBACK)
    assert (asked["code_challenge_method"], asked["client_id"]) == ("S256", "gezi")
    assert len(asked["state"]) >= 40
    assert len(asked["nonce"]) >= 40
    assert SECRET not in answer.headers["Location"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-gezi_oidc=")
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


@pytest.mark.parametrize(
    "tricked", [f"{HOME}{CALLBACK}/../evil", f"{HOME}.evil.example{CALLBACK}", f"{HOME}{CALLBACK}?a=b"]
)
def test_the_provider_sends_nobody_to_an_address_that_only_resembles_ours(visit: Visit, tricked: str) -> None:
    address = visit().begin()
    asked = {**only(address), "redirect_uri": tricked}
    answer = Person().ask("GET", f"{address.partition('?')[0]}?{urlencode(asked)}")
    assert (answer.status, answer.location) == (400, None)


def test_an_answer_is_taken_only_from_the_browser_that_asked(visit: Visit) -> None:
    token = invited(visit)
    victim, attacker = visit(), visit()
    returned = only(Person().sign_in(attacker.begin(invitation=token), "mallory"))
    for other in (visit(), victim):  # one without, one with an attempt of its own
        if other is victim:
            victim.begin()
        assert other.back(**returned) == "/sign-in?problem=oidc.astray"
        assert other.me is None


@pytest.mark.parametrize("state", [None, "", "other", "\ud800", "x" * 5_000])
def test_without_the_state_nothing_is_taken(visit: Visit, state: str | None) -> None:
    browser = visit()
    returned = only(Person().sign_in(browser.begin(invitation=invited(visit)), "zhang"))
    del returned["state"]
    if state is not None:
        returned["state"] = state.encode("utf-8", "replace").decode()
    assert browser.back(**returned) == "/sign-in?problem=oidc.astray"
    assert browser.me is None


def test_a_code_works_once(visit: Visit) -> None:
    token = invited(visit)
    browser = visit()
    begun = browser.get("/oidc/start", invitation=token)
    carried = browser.client.get_cookie("__Host-gezi_oidc", domain="gezi.example")
    assert carried is not None
    returned = only(Person().sign_in(begun.headers["Location"], "zhang"))
    assert browser.back(**returned) == "/"
    assert browser.back(**returned) == "/sign-in?problem=oidc.astray"  # the attempt is over
    thief = visit()
    thief.client.set_cookie("__Host-gezi_oidc", carried.value, domain="gezi.example", secure=True)
    assert thief.back(**returned) == "/sign-in?problem=oidc.refused"  # and the provider takes a code once
    assert thief.me is None


def test_a_code_of_another_sign_in_does_not_fit(visit: Visit) -> None:
    """The code of somebody else, slipped into an attempt of the victim's own: PKCE and the nonce bind it to its attempt."""
    victim, attacker = visit(), visit()
    stolen = only(Person().sign_in(attacker.begin(), "mallory"))
    own = only(victim.begin(invitation=invited(visit)))
    assert victim.back(**{**stolen, "state": own["state"]}) == "/sign-in?problem=oidc.refused"
    assert victim.me is None


def test_an_answer_of_another_issuer_and_a_refusal_are_not_taken(visit: Visit, issuer: str) -> None:
    for query, told in (
        ({"code": "x", "iss": "https://evil.example"}, "oidc.unbelievable"),
        ({"code": "x"}, "oidc.unbelievable"),
        ({"error": "access_denied", "error_description": "<b>", "iss": issuer}, "oidc.refused"),
        ({"iss": issuer}, "oidc.refused"),
    ):
        browser = visit()
        state = only(browser.begin())["state"]
        assert browser.back(**query, state=state) == f"/sign-in?problem={told}"


def test_an_unverified_address_is_neither_believed_nor_a_way_into_an_account(visit: Visit, installed: Services) -> None:
    with installed.control.write() as control:
        people.create(control, "ann@example.com", "Ann", PASSWORD, now=installed.clock.now())
        people.create(control, "zhang@example.com", "Zhang", PASSWORD, now=installed.clock.now())
    mallory = visit()
    assert mallory.whole("mallory", invitation=invited(visit)) == "/"
    assert mallory.me == "mallory"
    assert [each["email"] for each in mallory.get("/me/logins").json["logins"]] == [""]
    namesake = visit()  # a verified one names the account, but opens none that is there
    assert namesake.whole("zhang", invitation=invited(visit)) == "/"
    assert namesake.me == "zhang"


def test_an_account_is_bound_by_its_own_act_alone_and_then_opened_by_the_login(visit: Visit) -> None:
    ned = visit("ned")
    begun = ned.post("/me/logins", {})
    assert begun.status_code == 200, begun.json
    assert ned.arrive(Person().sign_in(begun.json["address"], "zhang")) == "/"
    other = visit()
    assert other.whole("zhang") == "/"
    assert other.me == "ned"
    eve = visit("eve")
    address = eve.post("/me/logins", {}).json["address"]
    assert eve.arrive(Person().sign_in(address, "zhang")) == "/sign-in?problem=login.taken"
    login = ned.get("/me/logins").json["logins"][0]["id"]
    assert refused(eve.delete(f"/me/logins/{login}"), 404) == ["login.unknown"]
    assert ned.delete(f"/me/logins/{login}").status_code == 204
    assert visit().whole("zhang") == "/sign-in?problem=oidc.not_invited"


def test_binding_ends_in_the_session_in_which_it_began(visit: Visit) -> None:
    ned = visit("ned")
    returned = Person().sign_in(ned.post("/me/logins", {}).json["address"], "mallory")
    assert ned.delete("/session").status_code == 204
    assert ned.arrive(returned) == "/sign-in?problem=oidc.astray"
    victim = visit("eve")
    del victim.headers["X-CSRF-Token"]
    assert refused(victim.post("/me/logins", {}), 403) == ["auth.csrf"]


def test_without_a_password_there_is_none_to_use_change_or_reset(visit: Visit) -> None:
    zhang = visit()
    zhang.whole("zhang", invitation=invited(visit))
    assert zhang.me == "zhang@example.com"
    assert refused(zhang.post("/me/password", {"current": "", "new": PASSWORD}), 409) == ["password.none"]
    for guess in ("", "-", PASSWORD):
        assert visit().sign_in("zhang@example.com", guess).status_code == 401
    ann = visit("ann")
    member = next(m for m in ann.get("/workspaces/travel/members").json["members"] if m["name"] == "张伟")
    asked = ann.post(f"/workspaces/travel/members/{member['id']}/password-reset", {})
    assert refused(asked, 409) == ["password.none"]
    login = zhang.get("/me/logins").json["logins"][0]["id"]
    assert refused(zhang.delete(f"/me/logins/{login}"), 409) == ["login.last"]


def test_the_session_is_another_one_afterwards_and_none_for_an_account_that_is_off(
    visit: Visit, installed: Services
) -> None:
    browser = visit()
    browser.whole("zhang", invitation=invited(visit))
    former = browser.client.get_cookie("__Host-gezi_session", domain="gezi.example")
    assert browser.whole("zhang") == "/"
    present = browser.client.get_cookie("__Host-gezi_session", domain="gezi.example")
    assert former is not None
    assert present is not None
    assert former.value != present.value
    fixed = visit()
    fixed.client.set_cookie("__Host-gezi_session", former.value, domain="gezi.example", secure=True)
    assert fixed.me is None
    with installed.control.write() as control:
        account = people.find_by_name(control, "zhang@example.com")
        assert account is not None
        people.set_state(control, account.id, AccountState.DISABLED)
    assert visit().whole("zhang") == "/sign-in?problem=oidc.account_off"


@pytest.mark.parametrize(
    "next_",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)",
     "/api/v1/me", "/sign-in?return=/", "w/travel", "", " //evil.example", "/\u2028x\\y"],
)  # fmt: skip
def test_afterwards_one_stays_inside_the_app(next_: str) -> None:
    assert inside(next_) == "/"


def test_without_a_provider_there_is_no_such_way_in(app: Flask) -> None:
    stranger = Browser(app)
    assert stranger.get("/sign-in").json == {"provider": None, "problem": None}
    assert stranger.get("/oidc/start").headers["Location"] == "/sign-in?problem=oidc.off"
    assert stranger.get("/oidc/callback", code="a", state="b").headers["Location"] == "/sign-in?problem=oidc.off"
