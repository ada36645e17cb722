"""Where a request may go: an address is read once, all that its name resolves to is judged, and only that is connected to.

Refused by default: whatever is not on the public network, in every spelling (reliability 4.9). An operator may allow internal
targets by name or network; nothing that a user of the product types can.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..errors import refuse
from .messages import BAD_ADDRESS, BAD_ALLOWANCE, NO_SUCH_HOST, NOT_PUBLIC, PORT_NOT_ALLOWED

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]  #: (host, port) → numeric addresses; raises OSError

PORTS = frozenset({80, 443, 8000, 8080, 8443})
LONGEST = 2_000
_PLAIN = re.compile(r"[\x21-\x5b\x5d-\x7e\x80-\U0010ffff]+")  # no blanks, controls or backslashes
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", re.ASCII)
_NUMERIC_END = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)", re.ASCII)  # what a browser takes for an IPv4 address
#: IPv6 addresses that stand for an IPv4 one by way of somebody's translator: never what a receiver of ours has
_TRANSLATED = tuple(
    ipaddress.IPv6Network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
)


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked for: its parts."""

    url: str
    secure: bool
    host: str  #: in ASCII and lower case; a numeric address without brackets
    port: int
    path: str  #: with the query

    @property
    def shown(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What an operator allows beside the public network."""

    hosts: frozenset[tuple[str, int | None]] = frozenset()
    networks: tuple[Network, ...] = ()

    def host(self, name: str, port: int) -> bool:
        return (name, None) in self.hosts or (name, port) in self.hosts

    def address(self, address: IP) -> bool:
        return any(address in network for network in self.networks if network.version == address.version)


def allowed(text: str | None) -> Allowed:
    """The setting GEZI_OUTGOING_ALLOW. Raises `Refusal` for an entry that means nothing."""
    hosts: set[tuple[str, int | None]] = set()
    networks: list[Network] = []
    for entry in filter(None, (part.strip().lower() for part in (text or "").split(","))):
        try:
            networks.append(ipaddress.ip_network(entry))
            continue
        except ValueError:
            pass
        name, _, port = entry.partition(":")
        if not _NAME.fullmatch(name) or (port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536)):
            raise refuse(BAD_ALLOWANCE, entry=entry[:100])
        hosts.add((name, int(port) if port else None))
    return Allowed(frozenset(hosts), tuple(networks))


def read(url: str, allow: Allowed) -> Target:
    """The parts of an address. Raises `Refusal` for one that is malformed, or whose port or numeric host is not allowed."""
    if not 0 < len(url) <= LONGEST or not _PLAIN.fullmatch(url):
        raise refuse(BAD_ADDRESS)
    try:
        parts = urlsplit(url)
        port = parts.port
        host = _host(parts.hostname or "")
    except (ValueError, UnicodeError):
        raise refuse(BAD_ADDRESS) from None
    secure = parts.scheme == "https"
    fits = parts.scheme in ("http", "https") and "@" not in parts.netloc and not parts.fragment and "#" not in url
    if not fits or not host or port == 0 or ("[" in parts.netloc) != (":" in host):
        raise refuse(BAD_ADDRESS)
    port = port or (443 if secure else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(url, secure, host, port, _ascii(path))
    literal = _literal(host)
    if literal is not None:
        check(target, literal, allow)
    elif port not in PORTS and not allow.host(host, port):
        raise refuse(PORT_NOT_ALLOWED, port=port)
    return target


def addresses(target: Target, allow: Allowed, resolve: Resolve) -> list[IP]:
    """Every address behind the target's name. Raises `Refusal` when there is none, or a single one may not be connected to."""
    literal = _literal(target.host)
    try:
        found = [literal] if literal else [ipaddress.ip_address(text) for text in resolve(target.host, target.port)]
    except (OSError, ValueError):
        found = []
    if not found:
        raise refuse(NO_SUCH_HOST, host=target.host)
    for address in found:
        check(target, address, allow)
    return list(dict.fromkeys(found))


def check(target: Target, address: IP, allow: Allowed) -> None:
    """Raises `Refusal` unless the address is on the public network, or allowed by the operator."""
    address = _plain(address)
    if allow.address(address) or (allow.host(target.host, target.port) and not address.is_link_local):
        return
    if not _public(address):
        raise refuse(NOT_PUBLIC)
    if target.port not in PORTS:
        raise refuse(PORT_NOT_ALLOWED, port=target.port)


def _public(address: IP) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and any(address in network for network in _TRANSLATED):
        return False
    closed = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    return address.is_global and not closed


def _plain(address: IP) -> IP:
    """An IPv4 address written as an IPv6 one, as what it is; a scope (`%eth0`) makes no other address."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        return ipaddress.IPv6Address(int(address))
    return address


def _host(given: str) -> str:
    """A host in ASCII. Raises ValueError for one that is no name, and for numbers that are no plain IPv4 address."""
    if ":" in given:
        return str(ipaddress.IPv6Address(given))
    name = given.encode("idna").decode("ascii").lower().removesuffix(".") if given else ""
    if not _NAME.fullmatch(name):
        raise ValueError(given)
    if _NUMERIC_END.fullmatch(name):
        return str(ipaddress.IPv4Address(name))
    return name


def _literal(host: str) -> IP | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _ascii(path: str) -> str:
    return "".join(part if part.isascii() else "".join(f"%{byte:02X}" for byte in part.encode()) for part in path)
