"""What an ID token has to prove, each claim and each signature wrong in turn; the provider is played from a script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from gezi.accounts.oidc.provider import Provider
from gezi.core.clock import FixedClock
from gezi.core.errors import Refusal, refuse
from gezi.core.outgoing import Outgoing, Reply
from gezi.core.outgoing.messages import UNREACHABLE
from gezi.core.settings import Oidc

ISSUER = "https://login.example"
SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
NEXT_KEY = RSAKey.generate_key(2048, {"kid": "two", "use": "sig", "alg": "RS256"})
FOREIGN_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
DESCRIPTION = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/auth",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
}


class Script(Outgoing):
    """Answers instead of the network."""

    def __init__(self) -> None:
        super().__init__()
        self.description: Any = DESCRIPTION
        self.keys = [KEY]
        self.answer: Any = {}
        self.status = 200
        self.asked: list[str] = []

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        self.asked.append(url.removeprefix(ISSUER))
        if url.endswith("/keys"):
            return self._reply(200, KeySet(self.keys).as_dict(private=False))
        if url.endswith("/token"):
            return self._reply(self.status, self.answer)
        if self.description is None:
            raise refuse(UNREACHABLE, host="login.example")
        return self._reply(200, self.description)

    def _reply(self, status: int, document: Any) -> Reply:
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        return Reply(status, {}, body, False)


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def provider(script: Script, clock: FixedClock) -> Provider:
    return Provider(Oidc(ISSUER, "gezi", SECRET), script, clock)


def claims(clock: FixedClock, **other: Any) -> dict[str, Any]:
    now = int(clock.now().timestamp())
    right = {
        "iss": ISSUER,
        "aud": "gezi",
        "sub": "u1",
        "iat": now,
        "exp": now + 300,
        "nonce": "n",
        "email": "a@b.example",
    }
    return {name: value for name, value in {**right, **other}.items() if value is not None}


def signed(content: Mapping[str, Any], key: Any = KEY, **header: Any) -> dict[str, Any]:
    token = jwt.encode({"alg": "RS256", "kid": key.kid, **header}, dict(content), key, algorithms=["RS256", "HS256"])
    return {"id_token": token, "access_token": "at", "token_type": "Bearer"}


def redeem(provider: Provider) -> Any:
    return provider.redeem("code", redirect_uri="https://gezi.example/back", nonce="n", verifier="v" * 43)


def refusal(provider: Provider) -> str:
    with pytest.raises(Refusal) as caught:
        redeem(provider)
    return caught.value.problems[0].code


def test_a_token_with_everything_right_says_who_it_is(provider: Provider, script: Script, clock: FixedClock) -> None:
    script.answer = signed(claims(clock, email_verified=True, name=" 张伟 "))
    person = redeem(provider)
    assert (person.issuer, person.subject, person.email, person.name) == (ISSUER, "u1", "a@b.example", "张伟")


@pytest.mark.parametrize("verified", [None, False, "true", 1])
def test_an_address_counts_only_where_the_provider_says_it_is_verified(
    provider: Provider, script: Script, clock: FixedClock, verified: object
) -> None:
    script.answer = signed(claims(clock, email_verified=verified))
    assert redeem(provider).email == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://evil.example"}, {"iss": ISSUER + "/"}, {"iss": None}, {"aud": "other"}, {"aud": ["other"]},
        {"aud": None},
        {"aud": ["gezi", "other"]}, {"aud": ["gezi", "other"], "azp": "other"}, {"azp": "other"}, {"nonce": "m"},
        {"nonce": None},
        {"exp": None}, {"exp": "tomorrow"}, {"exp": 1}, {"iat": None}, {"iat": 4_000_000_000}, {"nbf": 4_000_000_000},
        {"sub": None}, {"sub": ""}, {"sub": 7}, {"sub": "x" * 256}, {"at_hash": "wrong"},
    ],
)  # fmt: skip
def test_a_token_with_a_claim_that_is_wrong_or_missing_is_not_believed(
    provider: Provider, script: Script, clock: FixedClock, wrong: dict[str, Any]
) -> None:
    script.answer = signed(claims(clock, **wrong))
    assert refusal(provider) == "oidc.unbelievable"


def test_a_token_that_has_expired_is_not_believed(provider: Provider, script: Script, clock: FixedClock) -> None:
    now = int(clock.now().timestamp())
    script.answer = signed(claims(clock, exp=now - 59))
    assert redeem(provider).subject == "u1"  # clocks differ by a minute
    script.answer = signed(claims(clock, exp=now - 61))
    assert refusal(provider) == "oidc.unbelievable"


def test_a_signature_that_is_foreign_missing_or_made_with_what_is_public_is_not_believed(
    provider: Provider, script: Script, clock: FixedClock
) -> None:
    right = claims(clock)
    unsigned = signed(right)["id_token"].split(".")
    by_secret = signed(right, OctKey.import_key(SECRET), alg="HS256", kid="one")
    by_public_key = signed(right, OctKey.import_key(KEY.as_pem(private=False)[27:-26].strip()), alg="HS256", kid="one")
    none = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
    for answer in (
        signed(right, FOREIGN_KEY),
        by_secret,
        by_public_key,
        {"id_token": f"{none}.{unsigned[1]}."},
        {"id_token": ".".join([*unsigned[:2], ""])},
        {"id_token": "a.b.c"},
        {"id_token": None},
        {"id_token": 7},
        {},
    ):
        script.answer = answer
        assert refusal(provider) == "oidc.unbelievable", answer


def test_new_keys_of_the_provider_are_fetched_once(provider: Provider, script: Script, clock: FixedClock) -> None:
    script.answer = signed(claims(clock))
    redeem(provider)
    script.keys = [NEXT_KEY]
    script.answer = signed(claims(clock), NEXT_KEY)
    assert redeem(provider).subject == "u1"
    script.answer = signed(claims(clock), FOREIGN_KEY)
    for _ in range(5):  # and nobody makes us fetch them again and again
        assert refusal(provider) == "oidc.unbelievable"
    assert script.asked.count("/keys") == 2


@pytest.mark.parametrize(
    "description",
    [
        {**DESCRIPTION, "issuer": "https://evil.example"},
        {**DESCRIPTION, "token_endpoint": "http://login.example/token"},
        {**DESCRIPTION, "authorization_endpoint": "javascript:alert(1)"},
        {**DESCRIPTION, "jwks_uri": None},
        {"issuer": ISSUER},
        [],
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_a_provider_that_describes_itself_wrongly_is_not_used(
    provider: Provider, script: Script, description: Any
) -> None:
    script.description = description
    assert refusal(provider) == "oidc.unbelievable"


def test_a_provider_that_cannot_be_reached_is_not_knocked_at_by_everybody(provider: Provider, script: Script) -> None:
    script.description = None
    assert [refusal(provider) for _ in range(3)] == ["oidc.unreachable"] * 3
    assert len(script.asked) == 1


@pytest.mark.parametrize(
    ("status", "told"),
    [(400, "oidc.refused"), (401, "oidc.refused"), (302, "oidc.unreachable"), (503, "oidc.unreachable")],
)
def test_a_refused_code_and_a_provider_in_trouble_are_told_apart(
    provider: Provider, script: Script, status: int, told: str
) -> None:
    script.status = status
    assert refusal(provider) == told
