"""Requests from the outside that set automations off: a secret address for each, made anew or revoked at will (E12).

A request only writes an event; what follows is the business of runs. Whoever knows the address may send, so it is long, random
and stored as a digest. Where a signature is asked for, it is the one that our own requests carry (`calling`).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core import secrets
from ...core.errors import refuse
from ...core.ids import digest, new_token
from ...core.settings import Settings
from ...tables import listening
from ...tables.schema import log
from . import definition, messages
from .calling import signature
from .catching import INCOMING
from .models import incoming_addresses
from .runs import MOST_DEEP

if TYPE_CHECKING:
    from ...tables.transaction import Tx

MOST_BYTES = 256 * 1024  #: of a body
PER_MINUTE = 120  #: requests to one address
CLOCKS = timedelta(minutes=5)  #: by which the sender's clock may be off
MOST_KEY = 200
PURPOSE = "automation-incoming"
_BYTES = 32
_MOST_TOKEN = 100  # anything longer never came from us
_LARGEST = 2**63
_columns = incoming_addresses.c


@dataclass(frozen=True, slots=True)
class Address:
    """The address of an automation, as far as it can be shown again."""

    automation: str
    made_at: datetime
    signed: bool
    token: str  #: its digest


def address_of(tx: Tx, key: str) -> Address | None:
    """What is known of the address of an automation; None where it has none. Raises `Refusal` for who may not build."""
    log.admit(tx)
    _found(tx, key)
    row = tx.connection.execute(sa.select(incoming_addresses).where(_columns.automation == key)).one_or_none()
    return None if row is None else Address(row.automation, row.made_at, row.signed, row.token)


def open_address(tx: Tx, key: str, *, signed: bool) -> str:
    """A new address for an automation, in place of an earlier one; its token, which cannot be shown again. For its owner and
    administrators: what is sent there is done with the owner's rights."""
    log.admit(tx)
    automation = _found(tx, key)
    definition.check_keeper(tx, automation)
    if automation.on != INCOMING:
        raise refuse(messages.NOT_INCOMING)
    token = new_token(_BYTES)
    tx.connection.execute(sa.delete(incoming_addresses).where(_columns.automation == key))
    tx.connection.execute(
        sa.insert(incoming_addresses).values(automation=key, token=digest(token), signed=signed, made_at=tx.ctx.now)
    )
    log.write(tx, "automation.address", tx.table(automation.table).id, after={"key": key, "signed": signed})
    return token


def close_address(tx: Tx, key: str) -> None:
    """From now on the address of an automation is not there."""
    log.admit(tx)
    automation = _found(tx, key)
    gone = tx.connection.execute(sa.delete(incoming_addresses).where(_columns.automation == key)).rowcount
    if gone:
        log.write(tx, "automation.address", tx.table(automation.table).id, before={"key": key})


def behind(tx: Tx, token: str) -> Address:
    """The address with this token. Raises NOT_FOUND."""
    if len(token) <= _MOST_TOKEN and token.isascii():
        row = tx.connection.execute(sa.select(incoming_addresses).where(_columns.token == digest(token))).one_or_none()
        if row is not None:
            return Address(row.automation, row.made_at, row.signed, row.token)
    raise refuse(messages.NO_ADDRESS)


def secret_of(settings: Settings, place: str, address: Address) -> str:
    """What senders sign with: another one for every address."""
    return secrets.derive(settings, PURPOSE, f"{place}\0{address.automation}\0{address.token}".encode()).hex()


def check_signature(secret: str, stamp: str | None, given: str | None, body: bytes, now: datetime) -> None:
    """Raises UNAUTHENTICATED for a signature that is missing, wrong, or too old."""
    if stamp is None or given is None or not stamp.isascii() or not stamp.isdecimal() or len(stamp) > 12:
        raise refuse(messages.BAD_SIGNATURE)
    if abs(int(stamp) - now.timestamp()) > CLOCKS.total_seconds():
        raise refuse(messages.BAD_SIGNATURE)
    if not hmac.compare_digest(signature(secret, stamp, body).encode(), given.encode("utf-8", "replace")):
        raise refuse(messages.BAD_SIGNATURE)


def receive(tx: Tx, address: Address, body: Any, key: str | None) -> bool:
    """Write down that a request came. Under the same `key` it comes once, however often it is sent. False while the automation
    is switched off: then nothing follows, and only what it brought is kept as a sample for those who build."""
    kept = storable(body)
    tx.connection.execute(
        sa.update(incoming_addresses)
        .where(_columns.automation == address.automation)
        .values(last_at=tx.ctx.now, last_body=kept)
    )
    automation = definition.find(tx, address.automation)
    if automation is None or not automation.active or automation.on != INCOMING:
        return False
    told: dict[str, object] = {"body": kept}
    if key is not None:
        told["once"] = digest(f"{address.token}\0{key}")
    listening.announce(tx, INCOMING, automation.key, told)
    return True


def depth_of(text: str | None) -> int:
    """How many automations have led to a request, as its sender says (`calling.DEPTH`); what cannot be read is none."""
    return (
        min(int(text), MOST_DEEP) if text is not None and text.isascii() and text.isdecimal() and len(text) < 4 else 0
    )


def storable(body: Any) -> Any:
    """JSON that both databases keep as it is: exact numbers as text. Raises `Refusal` for text that none of them holds."""
    match body:
        case str():
            if "\0" in body or any("\ud800" <= char <= "\udfff" for char in body):
                raise refuse(messages.BAD_TEXT)
            return body
        case dict():
            found: dict[Any, Any] = body
            return {storable(name): storable(value) for name, value in found.items()}
        case list():
            parts: list[Any] = body
            return [storable(part) for part in parts]
        case Decimal():
            return format(body, "f")
        case int() if not isinstance(body, bool) and abs(body) >= _LARGEST:
            return str(body)
        case _:
            return body


def _found(tx: Tx, key: str) -> definition.Automation:
    found = definition.find(tx, key)
    if found is None:
        raise refuse(messages.NO_SUCH)
    return found
