from __future__ import annotations

import pytest

from tests.factories import MemberFactory


@pytest.fixture
def sign_in(client, show):
    """A member of the show, at the desk."""

    def as_role(role, of=None):
        member = MemberFactory(show=of or show, role=role)
        client.force_login(member.user)
        return client

    return as_role
