"""Whose word is believed about where a request comes from."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from episodes.client_address import client_address, household

PROXIES = [ip_network("10.0.0.0/8"), ip_network("2001:db8:ffff::/48")]


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.7, unknown", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
        ("10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("2001:db8:ffff::1", "198.51.100.7", "198.51.100.7"),
        ("::ffff:10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7," + "10.0.0.2," * 5000, "10.0.0.1"),
        ("", "198.51.100.7", "None"),
        ("nonsense", "198.51.100.7", "None"),
    ],
)
def test_only_known_servers_are_believed_from_the_right(remote, forwarded, expected):
    assert str(client_address(remote, forwarded, PROXIES)) == expected


def test_an_ipv6_address_is_cut_to_its_network():
    assert household(client_address("2001:db8:1:2:3:4:5:6", "", [])) == "2001:db8:1:2::/64"


def test_an_ipv4_address_is_a_place_of_its_own():
    assert household(client_address("192.0.2.1", "", [])) == "192.0.2.1"
