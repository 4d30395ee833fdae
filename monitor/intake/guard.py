"""Which addresses may be asked at all: nothing inside the organisation's own net unless listed.

Pure: no clock, no store, no network. The name is looked at before a request, and the address that
is really dialled is looked at again when the socket is opened (:mod:`monitor.intake.fetch`), so
that a name which turns to another address in between changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from monitor.core import urls
from monitor.core.errors import SettingsError

Address = IPv4Address | IPv6Address

#: Below 1024 only the web's own ports; above, no port where another kind of server usually
#: listens: those that browsers refuse (fetch.spec.whatwg.org, "bad port") and common databases.
_LOW_PORTS = frozenset({80, 443})
_OTHER_SERVICES = frozenset({
    1719, 1720, 1723, 2049, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5900, 6000, 6379,
    6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9200, 9300, 10080, 11211, 27017,
})  # fmt: skip

#: What :mod:`ipaddress` calls global but that leads inwards: translation prefixes that wrap an
#: IPv4 address, and the benchmark and relay nets.
_WRAPPED = tuple(
    ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
_MORE_REFUSED = tuple(ip_network(net) for net in ("192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4"))
#: The only IPv6 addresses that are given out for the open net, and those within it for examples.
_GIVEN_OUT = ip_network("2000::/3")
_EXAMPLES = ip_network("3fff::/20")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request may go.

    Attributes:
        dial: (host, port) to connect to in place of the address's own, for mapped hosts only.
    """

    host: str
    port: int
    dial: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """The rule for one process.

    Attributes:
        allow_private: exact (host, port) pairs that may lie on a private address.
        mapped: host, or ``*.suffix``, to (address, port): the only way such hosts are reached,
            as plain HTTP at that address. For playing a demo without the network.
    """

    allow_private: frozenset[tuple[str, int]] = frozenset()
    mapped: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def target(self, url: str, named_by: str = "") -> Target | None:
        """Return where ``url`` may be asked for, or None when it may not.

        Args:
            named_by: the address whose answer named it, as a redirect or a link; empty when a
                person did. What lies on the open net must not lead to a listed private pair.
        """
        place = urls.origin(url)
        if place is None or urls.request_form(url) is None:
            return None
        _, host, port = place
        host = host.rstrip(".")
        dial = self._mapped(host)
        if dial is not None:
            return Target(host, port, dial)
        if (host, port) in self.allow_private:
            return Target(host, port) if not named_by or self._is_listed(named_by) else None
        if not _sane_port(port):
            return None
        literal = _literal(host)
        if literal is not None and not is_public(literal):
            return None
        return Target(host, port)

    def may_dial(self, target: Target, address: str, port: int) -> bool:
        """Tell whether ``target`` may be reached at this numeric address and port."""
        dialled = _literal(address)
        if dialled is None:
            return False
        if target.dial is not None:
            return (str(dialled), port) == target.dial
        if port != target.port:
            return False
        if (target.host, port) in self.allow_private:
            literal = _literal(target.host)
            return literal is None or literal == dialled
        return is_public(dialled)

    def _is_listed(self, url: str) -> bool:
        place = urls.origin(url)
        return place is not None and (place[1].rstrip("."), place[2]) in self.allow_private

    def _mapped(self, host: str) -> tuple[str, int] | None:
        if not self.mapped:
            return None
        found = self.mapped.get(host)
        while found is None and "." in host:
            host = host.partition(".")[2]
            found = self.mapped.get(f"*.{host}")
        return found


def is_public(address: Address) -> bool:
    """Tell whether an address lies on the open net.

    False for private, loopback, link-local, carrier-grade, multicast, reserved, unspecified and
    documentation addresses, and for an IPv6 address that wraps an IPv4 one.
    """
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return False
        if address not in _GIVEN_OUT or address in _EXAMPLES:
            return False
        if any(address in net for net in _WRAPPED):
            return False
    elif any(address in net for net in _MORE_REFUSED):
        return False
    return address.is_global and not address.is_multicast


def parse_pairs(text: str) -> frozenset[tuple[str, int]]:
    """Read ``host:port,host:port`` (``[v6]:port`` too).

    Raises:
        SettingsError: a pair has another form.
    """
    return frozenset(_pair(part.strip()) for part in text.split(",") if part.strip())


def pairs_from(values: Iterable[str]) -> frozenset[tuple[str, int]]:
    """Read a list of ``host:port``; see :func:`parse_pairs`."""
    return parse_pairs(",".join(values))


def _pair(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]").lower()
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise SettingsError(
            name="LAGESBILD_ALLOW_PRIVATE", why=f"”{text}” ska ha formen värd:port, till exempel "
            "intranat.region.example:8080."
        )  # fmt: skip
    return host, int(port)


def _sane_port(port: int) -> bool:
    return port in _LOW_PORTS or (port >= 1024 and port not in _OTHER_SERVICES)


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
