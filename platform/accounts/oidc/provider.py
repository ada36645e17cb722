"""The OpenID provider: its own description and keys, the address people are sent to, and what its answer is worth.

Every request to it goes the guarded way out; where it stands on the intranet, GEZI_OUTGOING_ALLOW has to name it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ...core.clock import Clock
from ...core.errors import Refusal, refuse
from ...core.outgoing import Outgoing
from ...core.settings import Oidc, is_confidential
from ..messages import OIDC_REFUSED, OIDC_UNBELIEVABLE, OIDC_UNREACHABLE
from .memory import Memory
from .person import Person

log = logging.getLogger("gezi.oidc")

ALGORITHMS = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
]  #: all with public keys
LEEWAY = 60  #: seconds that clocks may differ
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_MOST_CODE = 4_096
_MOST_SUBJECT = 255  # the longest that OpenID Connect allows


class Provider:
    """The provider of an installation."""

    def __init__(self, settings: Oidc, outgoing: Outgoing, clock: Clock) -> None:
        self.settings = settings
        self._outgoing = outgoing
        self._clock = clock
        self._metadata = Memory(self._discover)
        self._keys = Memory(self._fetch_keys)

    def address(self, *, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
        """Where to send the browser. Raises `Refusal` when the provider cannot be reached."""
        return prepare_grant_uri(
            str(self._metadata.get()["authorization_endpoint"]),
            client_id=self.settings.client_id,
            response_type="code",
            redirect_uri=redirect_uri,
            scope="openid profile email",
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )

    def check_issuer(self, given: str | None) -> None:
        """Raises `Refusal` for an answer that another provider sent here (RFC 9207)."""
        stated = bool(self._metadata.get().get("authorization_response_iss_parameter_supported"))
        if given != self.settings.issuer and (given is not None or stated):
            raise refuse(OIDC_UNBELIEVABLE)

    def redeem(self, code: str, *, redirect_uri: str, nonce: str, verifier: str) -> Person:
        """Who signed in, for the code that the browser brought. Raises `Refusal`."""
        if not 0 < len(code) <= _MOST_CODE:
            raise refuse(OIDC_REFUSED)
        tokens = self._tokens(code, redirect_uri, verifier)
        claims = self._verified(tokens, nonce)
        if "email" not in claims:  # OpenID Connect, 5.4: with the code flow these come from the user-info endpoint
            claims = {**self._told(tokens, str(claims["sub"])), **claims}
        email = claims.get("email") if claims.get("email_verified") is True else ""
        return Person(
            self.settings.issuer,
            str(claims["sub"]),
            _text(email),
            _text(claims.get("name")),
            _text(claims.get("preferred_username")),
        )

    def _tokens(self, code: str, redirect_uri: str, verifier: str) -> Mapping[str, Any]:
        metadata = self._metadata.get()
        supported = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        basic = "client_secret_basic" in supported
        ours = self.settings
        # RFC 6749, 2.3.1: in the header, both are written as in a form first
        client = ClientAuth(quote(ours.client_id, safe=""), quote(ours.client_secret, safe="")) if basic else None
        client = client or ClientAuth(ours.client_id, ours.client_secret, "client_secret_post")
        body = prepare_token_request("authorization_code", redirect_uri=redirect_uri, code=code, code_verifier=verifier)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        url, headers, body = client.prepare("POST", str(metadata["token_endpoint"]), headers, body)
        try:
            reply = self._outgoing.send("POST", url, headers, body.encode())
        except Refusal as refusal:
            log.warning("the provider's token endpoint: %s", refusal)
            raise refuse(OIDC_UNREACHABLE) from None
        if reply.status != 200 or reply.cut:
            log.warning("the provider's token endpoint answered %d", reply.status)
            raise refuse(OIDC_REFUSED if 400 <= reply.status < 500 else OIDC_UNREACHABLE)
        return _document(reply.body)

    def _verified(self, tokens: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """The claims of an ID token whose signature, issuer, audience, times and nonce are right."""
        token = tokens.get("id_token")
        if not isinstance(token, str):
            raise refuse(OIDC_UNBELIEVABLE)
        ours = self.settings
        options = {
            "iss": {"essential": True, "value": ours.issuer},
            "aud": {"essential": True, "value": ours.client_id},
        }
        try:
            signed = self._signed(token)
            params = {"nonce": nonce, "client_id": ours.client_id, "access_token": tokens.get("access_token")}
            claims = CodeIDToken(signed.claims, signed.header, options, params)
            claims.validate(now=int(self._clock.now().timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as problem:
            log.warning("the provider's ID token is not to be believed: %s", type(problem).__name__)
            raise refuse(OIDC_UNBELIEVABLE) from None
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= _MOST_SUBJECT or "\0" in subject:
            raise refuse(OIDC_UNBELIEVABLE)
        return claims

    def _told(self, tokens: Mapping[str, Any], subject: str) -> Mapping[str, Any]:
        """What the provider says of a person on being asked; without an answer they come in unnamed."""
        url, secret = self._metadata.get().get("userinfo_endpoint"), tokens.get("access_token")
        if not isinstance(url, str) or not is_confidential(url) or not isinstance(secret, str) or not secret.isascii():
            return {}
        try:
            told = self._get(url, {"Authorization": f"Bearer {secret}"})
        except Refusal:
            return {}
        if told.get("sub") != subject:  # the answer may be about somebody else (5.3.2)
            raise refuse(OIDC_UNBELIEVABLE)
        return told

    def _signed(self, token: str) -> jwt.Token:
        """The token, its signature verified. Keys are fetched once more where none fits: providers change them."""
        try:
            return jwt.decode(token, self._keys.get(), algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            if not self._keys.forget():
                raise
            return jwt.decode(token, self._keys.get(), algorithms=ALGORITHMS)

    def _discover(self) -> Mapping[str, Any]:
        document = self._get(get_well_known_url(self.settings.issuer, external=True))
        if document.get("issuer") != self.settings.issuer:
            log.warning("the provider calls itself %r, GEZI_OIDC_ISSUER says otherwise", document.get("issuer"))
            raise refuse(OIDC_UNBELIEVABLE)
        if not all(is_confidential(str(document.get(name))) for name in _ENDPOINTS):
            raise refuse(OIDC_UNBELIEVABLE)
        return document

    def _fetch_keys(self) -> KeySet:
        try:
            return KeySet.import_key_set(self._get(str(self._metadata.get()["jwks_uri"])))  # type: ignore[arg-type]
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            raise refuse(OIDC_UNBELIEVABLE) from None

    def _get(self, url: str, headers: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        try:
            reply = self._outgoing.send("GET", url, {"Accept": "application/json", **(headers or {})})
        except Refusal as refusal:
            log.warning("the provider at %s: %s", url, refusal)
            raise refuse(OIDC_UNREACHABLE) from None
        if reply.status != 200 or reply.cut:
            log.warning("the provider at %s answered %d", url, reply.status)
            raise refuse(OIDC_UNREACHABLE)
        return _document(reply.body)


def _document(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise refuse(OIDC_UNBELIEVABLE) from None
    if not isinstance(found, dict):
        raise refuse(OIDC_UNBELIEVABLE)
    return found


def _text(claim: object) -> str:
    return claim.strip() if isinstance(claim, str) else ""
