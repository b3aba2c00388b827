"""What waits to be written: bounded, in batches, and never in the way."""

from __future__ import annotations

import logging
import os
import threading
import time

from downloads.buffer import Buffer, TryAgain


def wait_for(condition) -> None:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert condition()


def test_a_thread_writes_what_was_put():
    written: list[list[int]] = []
    buffer = Buffer(written.append, seconds=0.05)
    for number in range(3):
        buffer.put(number)

    wait_for(lambda: written == [[0, 1, 2]])


def test_the_thread_goes_on_with_the_next_batch():
    written: list[list[int]] = []
    buffer = Buffer(written.append, seconds=0.01)
    for number in range(3):
        buffer.put(number)
        wait_for(lambda number=number: [number] in written)


def test_nothing_is_lost_or_doubled_when_many_put_at_once():
    written: list[int] = []
    buffer = Buffer(written.extend, seconds=0.001)
    threads = [
        threading.Thread(target=lambda part=part: [buffer.put(part * 1000 + n) for n in range(1000)])
        for part in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    wait_for(lambda: len(written) == 8000)
    assert sorted(written) == list(range(8000))


def test_what_does_not_fit_is_dropped_and_said(caplog):
    written: list[list[int]] = []
    buffer = Buffer(written.append, most=2, seconds=3600)
    for number in range(5):
        buffer.put(number)
    buffer.flush()

    assert written == [[0, 1]]
    assert "3 downloads were not counted" in caplog.text


def test_what_cannot_be_written_now_waits_and_keeps_its_order(caplog):
    written: list[list[int]] = []
    answers = iter([TryAgain("the database is away"), None])

    def write(items: list[int]) -> None:
        if error := next(answers):
            raise error
        written.append(items)

    buffer = Buffer(write, seconds=3600)
    buffer.put(1)
    assert not buffer.flush()
    buffer.put(2)
    assert buffer.flush()

    assert written == [[1, 2]]
    assert "1 downloads wait to be counted: the database is away" in caplog.text


def test_it_stays_bounded_while_nothing_can_be_written(caplog):
    def write(items: list[int]) -> None:
        raise TryAgain("no")

    buffer = Buffer(write, most=3, seconds=3600)
    for number in range(10):
        buffer.put(number)
        buffer.flush()

    assert len(buffer) == 3
    assert "not counted" in caplog.text


def test_a_batch_that_breaks_is_given_up_and_the_next_is_written(caplog):
    written: list[list[int]] = []

    def write(items: list[int]) -> None:
        if 13 in items:
            raise ValueError("bad luck")
        written.append(items)

    buffer = Buffer(write, seconds=3600)
    buffer.put(13)
    assert buffer.flush()
    buffer.put(14)
    buffer.flush()

    assert written == [[14]]
    assert "1 downloads were not counted." in caplog.text


def test_the_end_of_the_process_writes_the_rest():
    written: list[list[int]] = []
    buffer = Buffer(written.append, seconds=3600)
    buffer.put(1)
    buffer.close()

    assert written == [[1]]


def test_the_end_of_the_process_says_what_is_lost(caplog):
    def write(items: list[int]) -> None:
        raise TryAgain("no")

    buffer = Buffer(write, seconds=3600)
    buffer.put(1)
    with caplog.at_level(logging.ERROR):
        buffer.close()

    assert "1 downloads are lost" in caplog.text


def test_a_forked_process_begins_with_nothing_and_a_thread_of_its_own():
    read, write = os.pipe()
    buffer = Buffer(lambda items: os.write(write, bytes(items)), seconds=0.2)
    buffer.put(1)
    child = os.fork()
    if not child:
        buffer.reset()
        buffer.put(2)
        time.sleep(1)
        os._exit(0)
    os.waitpid(child, 0)
    wait_for(lambda: not len(buffer))

    assert sorted(os.read(read, 10)) == [1, 2]
