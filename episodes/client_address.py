"""Where a request comes from, when servers stand in front.

``X-Forwarded-For`` is a list to which each server adds whom it heard. Anybody may send one, so it is believed from
the right, and only as far as the servers reach that we know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MOST_SERVERS: Final = 20
# One household or phone gets a whole network of this size, and its devices change addresses inside it (IAB 2.1).
IPV6_PREFIX: Final = 64
# "192.0.2.1:4711" and "[2001:db8::1]:4711": some servers add the port.
_WITH_PORT: Final = re.compile(r"([0-9.]{7,15}):[0-9]{1,5}|\[([0-9a-fA-F:.]{2,45})\](?::[0-9]{1,5})?")


def place_of(meta: Mapping[str, Any], trusted: Sequence[Network]) -> str:
    """Of a request's ``META``: what counts as one listener's place."""
    remote, forwarded = meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", "")
    return household(client_address(remote, forwarded, trusted))


def client_address(remote: str, forwarded_for: str, trusted: Sequence[Network]) -> Address | None:
    """The first address, from here outward, that is no server of ours. None where nobody has one (a socket file)."""
    address = _read(remote)
    for entry in reversed(forwarded_for.split(",")[-MOST_SERVERS:]):
        if address is None or not any(address in network for network in trusted):
            break
        before = _read(entry)
        if before is None:
            break
        address = before
    return address


def household(address: Address | None) -> str:
    """What counts as one listener's place: an IPv4 address, the /64 of an IPv6 address."""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_PREFIX), strict=False))
    return str(address or "")


def _read(text: str) -> Address | None:
    text = text.strip()
    found = _WITH_PORT.fullmatch(text)
    try:
        address = ip_address(found[1] or found[2] if found else text)
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address
