"""Listeners behind servers that stand in front are told apart, and nobody is two by forging a header."""

from __future__ import annotations

from ipaddress import ip_network

from downloads.checks import proxies_are_known
from tests.downloads.conftest import counted, play


def test_who_forges_the_header_stays_one_listener(episode):
    play(episode, HTTP_X_FORWARDED_FOR="198.51.100.7")
    play(episode, HTTP_X_FORWARDED_FOR="198.51.100.8")

    assert counted(episode) == 1


def test_a_known_proxy_tells_listeners_apart(episode, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    play(episode, HTTP_X_FORWARDED_FOR="198.51.100.7")
    play(episode, HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.8")

    assert counted(episode) == 2


def test_what_stands_left_of_a_listener_is_not_believed(episode, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    play(episode, HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")
    play(episode, HTTP_X_FORWARDED_FOR="203.0.113.10, 198.51.100.7")

    assert counted(episode) == 1


def test_a_proxy_that_is_not_named_is_warned_of(settings):
    settings.BEHIND_TLS_PROXY = True
    settings.TRUSTED_PROXIES = []

    assert [message.id for message in proxies_are_known()] == ["downloads.W001"]


def test_a_proxy_that_is_named_is_fine(settings):
    settings.BEHIND_TLS_PROXY = True
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]

    assert proxies_are_known() == []
