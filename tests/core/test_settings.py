"""Settings that would make an installation unsafe are refused before anything starts."""

from __future__ import annotations

import pytest

from gezi.core.errors import Refusal
from gezi.core.settings import Settings

RANDOM = "7f3b9d0e5a1c4862b7e4f1a09c3d5e68"
OIDC = {
    "GEZI_OIDC_ISSUER": "https://login.example",
    "GEZI_OIDC_CLIENT_ID": "gezi",
    "GEZI_OIDC_CLIENT_SECRET": RANDOM,
    "GEZI_BASE_URL": "https://gezi.example",
}


def refused(environ: dict[str, str]) -> str:
    with pytest.raises(Refusal) as caught:
        Settings.from_environment(environ)
    return caught.value.problems[0].code


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        ("", "settings.default_secret"),
        ("   ", "settings.default_secret"),
        ("changeme", "settings.default_secret"),
        ("change-me-to-a-long-random-string-please", "settings.default_secret"),
        ("your-secret-key", "settings.default_secret"),
        ("<your secret key goes here>", "settings.bad_value"),
        ("django-insecure-secret-key", "settings.default_secret"),
        ("0" * 40, "settings.default_secret"),
        ("ab" * 20, "settings.bad_value"),
        (RANDOM[:31], "settings.bad_value"),
    ],
)
def test_an_empty_an_example_s_or_a_short_secret_starts_nothing(secret: str, told: str) -> None:
    assert refused({"GEZI_SECRET_KEY": secret}) == told


def test_a_random_secret_or_none_at_all_is_fine() -> None:
    assert Settings.from_environment({"GEZI_SECRET_KEY": RANDOM}).secret_key == RANDOM
    assert Settings.from_environment({}).secret_key is None


def test_a_provider_is_set_up_whole() -> None:
    oidc = Settings.from_environment({**OIDC, "GEZI_OIDC_LABEL": "示例公司"}).oidc
    assert oidc is not None
    assert (oidc.issuer, oidc.client_id, oidc.label, oidc.workspace) == (
        "https://login.example",
        "gezi",
        "示例公司",
        None,
    )
    assert Settings.from_environment({"GEZI_BASE_URL": "https://gezi.example"}).oidc is None
    for name in ("GEZI_OIDC_ISSUER", "GEZI_OIDC_CLIENT_ID", "GEZI_OIDC_CLIENT_SECRET", "GEZI_BASE_URL"):
        assert refused({key: value for key, value in OIDC.items() if key != name}) == "settings.oidc_incomplete"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("GEZI_OIDC_CLIENT_SECRET", "", "settings.default_secret"),
        ("GEZI_OIDC_CLIENT_SECRET", "client-secret", "settings.default_secret"),
        ("GEZI_OIDC_ISSUER", "http://login.example", "settings.bad_value"),
        ("GEZI_OIDC_ISSUER", "login.example", "settings.bad_value"),
        ("GEZI_OIDC_ISSUER", "https://login.example?a=b", "settings.bad_value"),
        ("GEZI_BASE_URL", "https://gezi.example/below", "settings.bad_value"),
        ("GEZI_BASE_URL", "gezi.example", "settings.bad_value"),
    ],
)
def test_a_provider_that_cannot_be_safe_is_refused(name: str, value: str, told: str) -> None:
    assert refused({**OIDC, name: value}) == told
