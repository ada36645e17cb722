"""People who come back from the provider: who they are here, or how they become somebody.

A login is an account's by (issuer, subject) alone. Somebody new needs an invitation, or GEZI_OIDC_WORKSPACE, which lets
everybody of the provider into one workspace, without role groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from ..accounts import invitations, logins, members, people, sessions
from ..accounts import workspaces as register
from ..accounts.audit import Act
from ..accounts.messages import LOGIN_TAKEN, OIDC_ACCOUNT_OFF, OIDC_ASTRAY, OIDC_NOT_INVITED
from ..accounts.names import account_key, check_email, plain_name
from ..accounts.oidc.attempts import Attempt
from ..accounts.oidc.person import Person
from ..accounts.people import Account, AccountState
from ..accounts.sessions import Opened
from ..core.context import SYSTEM, Source
from ..core.errors import refuse
from .admission import admit
from .calls import Call
from .cookies import session_cookie
from .joining import let_in, note_joined
from .services import Services
from .witness import witness_of

_METHOD = "oidc"


class Arrived(NamedTuple):
    """Somebody is in: with this session, and to go on there."""

    session: Opened
    next: str


def sign_in(call: Call, attempt: Attempt, person: Person) -> Arrived:
    """A new session of the account that `person` is; one who is new comes in first. Raises `Refusal` for who may not."""
    services = call.services
    with services.control.read() as control:
        known = logins.find(control, person.issuer, person.subject)
    if known is None:
        try:
            account = _newcomer(call, attempt, person)
        except IntegrityError:  # the same person in another window was quicker
            raise refuse(OIDC_ASTRAY) from None
    else:
        with services.control.read() as control:
            account = people.get(control, known.account_id)
    if account.state is not AccountState.ACTIVE:
        raise refuse(OIDC_ACCOUNT_OFF)
    _welcome(services, account)
    with services.control.write() as control:
        used = logins.find(control, person.issuer, person.subject)
        if used is None or used.account_id != account.id:
            raise refuse(OIDC_ASTRAY)  # unbound in this very moment
        logins.touch(control, used.id, call.now)
        sessions.close(control, call.request.cookies.get(session_cookie(services.settings).name))
        opened = sessions.open(control, account.id, call.now, call.request.headers.get("User-Agent", "")[:500])
        witness_of(call).note(
            control, Act.SIGNED_IN, account_id=account.id, account=account.account, method=_METHOD, email=person.email
        )
    services.identities.forget()
    joined = (
        known is None and attempt.invitation is not None
    )  #: the page of the invitation has nothing to offer any more
    return Arrived(opened, "/" if joined else attempt.next)


def bind(call: Call, attempt: Attempt, person: Person) -> None:
    """Bind the login to the account that asked for it, in whose session the browser still has to be. Raises `Refusal`."""
    secret = call.request.cookies.get(session_cookie(call.services.settings).name)
    try:
        with call.services.control.write() as control:
            session = sessions.find(control, secret, call.now)
            if session is None or session.account_id != attempt.link:
                raise refuse(OIDC_ASTRAY)
            logins.link(control, session.account_id, person.issuer, person.subject, _email(person), call.now)
            _note_linked(call, control, session.account_id, session.account, person)
    except IntegrityError:
        raise refuse(LOGIN_TAKEN) from None


def refused(call: Call, reason: str) -> None:
    """Write down that somebody did not get in."""
    with call.services.control.write() as control:
        witness_of(call).note(control, Act.SIGN_IN_REFUSED, method=_METHOD, reason=reason)


def _newcomer(call: Call, attempt: Attempt, person: Person) -> Account:
    """A new account without a password. Whether there is one with the same e-mail address is of no account."""
    services = call.services
    invitation = None
    if attempt.invitation is not None:
        with services.control.read() as control:
            invitation = invitations.find(control, attempt.invitation, call.now)
    elif _open_to_all(services) is None:
        raise refuse(OIDC_NOT_INVITED)
    with services.control.write() as control:
        free = next(name for name in _names(person) if people.find_by_name(control, name) is None)
        shown = plain_name(person.name) or plain_name(person.username) or free[:100]
        account = people.create(control, free, shown, None, call.locale, now=call.now)
        logins.link(control, account.id, person.issuer, person.subject, _email(person), call.now)
        _note_linked(call, control, account.id, account.account, person)
        if invitation is not None:
            invitations.take(control, invitation, account.id, call.now)
            note_joined(call, control, invitation, account)
    if invitation is not None:
        let_in(services, invitation, account)
    return account


def _welcome(services: Services, account: Account) -> None:
    """Into the workspace that is open to all of the provider, unless the account was ever in it: who had to leave stays out."""
    key = _open_to_all(services)
    if key is None:
        return
    workspace = services.workspaces.open(key)
    with workspace.read(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        if members.of_account(tx.connection, account.id) is not None:
            return
    admit(services, key, account)


def _open_to_all(services: Services) -> str | None:
    key = services.settings.oidc.workspace if services.settings.oidc else None
    if key is None:
        return None
    with services.control.read() as control:
        return key if register.find(control, key) is not None else None


def _names(person: Person) -> Iterator[str]:
    """What the account may be called: the verified address, the name over there, or the subject; counted on where taken."""
    wishes = [wish for wish in (account_key(_email(person)), account_key(person.username)) if wish]
    yield from wishes
    base = (wishes or [account_key(person.subject) or "person"])[0][:100]
    yield from (base if number == 1 else f"{base}-{number}" for number in count(1))


def _email(person: Person) -> str:
    address, problems = check_email(person.email)
    return "" if problems else address


def _note_linked(call: Call, control: sa.Connection, account_id: int, account: str, person: Person) -> None:
    witness_of(call).note(
        control, Act.LOGIN_LINKED, account_id=account_id, account=account, issuer=person.issuer, email=_email(person)
    )
