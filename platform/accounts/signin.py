"""Signing in, whole: the throttle, the password outside of any write, then the session in one short transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from ..core.database import Database
from ..core.errors import Refusal, refuse
from . import passwords, people, sessions
from .audit import Act, Witness
from .messages import BAD_CREDENTIALS
from .people import Account
from .sessions import Opened
from .throttle import Throttle


@dataclass(frozen=True, slots=True)
class SignedIn:
    account: Account
    session: Opened


def sign_in(
    control: Database,
    throttle: Throttle,
    account: str,
    password: str,
    *,
    address: str,
    now: datetime,
    user_agent: str = "",
    former: str | None = None,
) -> SignedIn:
    """A new session for the right password, refused 401 or 429 otherwise.

    `former` is the session token that the browser already carried: it ends, so that nobody can fix a session in advance.
    """
    throttle.enter(account, address)
    witness = Witness(now, address)
    try:
        with control.read() as connection:
            person = people.authenticate(connection, account, password)
            verified = people.stored_hash(connection, person.id)
    except Refusal:
        with control.write() as connection:  # of unknown names too, without the name: the answer must take as long
            known = people.find_by_name(connection, account)
            id_, name = (None, "") if known is None else (known.id, known.account)
            witness.note(connection, Act.SIGN_IN_REFUSED, account_id=id_, account=name)
        raise
    with control.write() as connection:
        if people.stored_hash(connection, person.id) != verified:
            raise refuse(BAD_CREDENTIALS)  # changed in between: the sessions of the old password have just been ended
        if passwords.stale(verified):
            people.rehash(connection, person.id, password)
        sessions.close(connection, former)
        opened = sessions.open(connection, person.id, now, user_agent)
        signed_in = replace(witness, by=person.id)
        signed_in.note(connection, Act.SIGNED_IN, account_id=person.id, account=person.account)
    throttle.succeeded(account, address)
    return SignedIn(person, opened)
