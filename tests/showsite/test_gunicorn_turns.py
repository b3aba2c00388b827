"""Which of a process's threads answers: one, and the next as soon as that one is held up."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from django.db import connection, transaction

from showsite.gunicorn_conf import threads
from showsite.gunicorn_turns import PATIENCE, Turns
from tests.factories import EpisodeFactory
from tests.processes import machine

THREADS = 3
# Seconds, after which something that must happen has not.
SOON = 10


@pytest.fixture
def turns() -> Iterator[Turns]:
    turns = Turns(THREADS)
    yield turns
    turns.shutdown(wait=False)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is taken for held up because the machine is busy."""
    monkeypatch.setattr("showsite.gunicorn_turns.PATIENCE", SOON)


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """When it is set, who is held up goes on."""
    over = threading.Event()
    yield over
    over.set()


@pytest.fixture
def hold_up(turns: Turns, over: threading.Event) -> Callable[[], Future[int]]:
    """Sends a request, and waits until a thread is at it."""

    def send() -> Future[int]:
        at_it = threading.Event()

        def request() -> int:
            at_it.set()
            over.wait()
            return threading.get_ident()

        future = turns.submit(request)
        assert at_it.wait(SOON)
        return future

    return send


def test_quick_requests_are_all_answered_by_one_thread(patient, turns):
    answers = [turns.submit(threading.get_ident) for _ in range(500)]

    assert len({answer.result(SOON) for answer in answers}) == 1


def test_requests_begin_in_the_order_in_which_they_came(patient, turns):
    begun: list[int] = []

    wait([turns.submit(begun.append, number) for number in range(500)], SOON)

    assert begun == list(range(500))


def test_a_request_that_is_held_up_holds_up_nobody(turns, hold_up):
    held_up = hold_up()

    answers = [turns.submit(threading.get_ident) for _ in range(100)]

    assert not wait(answers, SOON).not_done
    assert not held_up.done()


def test_as_many_as_there_are_threads_may_be_held_up_at_once(turns, hold_up):
    for _ in range(THREADS - 1):
        hold_up()

    assert turns.submit(threading.get_ident).result(SOON)


def test_who_comes_when_all_threads_are_held_up_is_answered_once_one_is_free(turns, hold_up, over):
    held_up = [hold_up() for _ in range(THREADS)]
    late = turns.submit(threading.get_ident)
    time.sleep(10 * PATIENCE)
    assert not late.done()

    over.set()

    assert late.result(SOON) in {answer.result(SOON) for answer in held_up}


def test_what_goes_wrong_in_a_request_reaches_whoever_asked(turns):
    def request() -> None:
        raise LookupError("no such page")

    with pytest.raises(LookupError, match="no such page"):
        turns.submit(request).result(SOON)
    assert turns.submit(threading.get_ident).result(SOON)


def test_nobody_is_forgotten_among_quick_and_slow_requests(turns):
    chance = random.Random(1)
    seconds = [chance.choice([0, 0, 0, 0.001, PATIENCE, 4 * PATIENCE]) for _ in range(300)]
    answers = []

    for pause in seconds:
        answers.append(turns.submit(time.sleep, pause))
        time.sleep(chance.choice([0, 0, 0.002]))

    assert not wait(answers, SOON).not_done


def test_its_threads_end_with_it():
    before = set(threading.enumerate())
    turns = Turns(THREADS)
    own = set(threading.enumerate()) - before
    assert turns.submit(threading.get_ident).result(SOON) in {thread.ident for thread in own}

    turns.shutdown(wait=False)

    for thread in own:
        thread.join(SOON)
    assert not any(thread.is_alive() for thread in own)


@pytest.mark.django_db(transaction=True)
def test_pages_are_answered_while_searches_wait_for_the_database(tmp_path: Path):
    EpisodeFactory(show__host_name="localhost", title="Knots and bends")
    with machine(tmp_path / "log") as site, ThreadPoolExecutor(threads) as listeners:
        assert "Knots and bends" in site.text("/")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE transcripts_passage")
            searches = [listeners.submit(site.ask, "/search/?q=knots") for _ in range(threads - 1)]
            wait(searches, 20 * PATIENCE)

            assert "Knots and bends" in site.text("/")
            assert not any(search.done() for search in searches)

        assert [search.result(SOON)[0] for search in searches] == [200] * (threads - 1)
