"""What is searched stays in its row: fetched from beside the table, ranking takes more than twice as long."""

from __future__ import annotations

import pytest
from django.db import connection

from episodes.models import Segment
from transcripts.models import Passage


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Passage, Segment])
def test_vectors_that_are_ranked_stay_in_their_rows(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'search_vector'",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == ("m",)
