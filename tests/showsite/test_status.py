"""How the site is, for those who run it; and a second try for what failed."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from showsite import processes, queue
from showsite.models import Process
from transcripts.finding import find_chapters_of

PAGE = "/admin/status/"
pytestmark = pytest.mark.django_db


def fail(count: int = 1, path: str = "transcripts.finding.find_chapters_of") -> list[DBTaskResult]:
    return [
        DBTaskResult.objects.create(
            status="FAILED",
            task_path=path,
            args_kwargs={"args": [10**9], "kwargs": {}},
            backend_name="default",
            run_after=timezone.now(),
            finished_at=timezone.now(),
            exception_class_path="builtins.ValueError",
            traceback="ValueError: the moon is in the wrong phase",
        )
        for _ in range(count)
    ]


def seen(kind: str, seconds: float) -> Process:
    now = timezone.now()
    return Process.objects.create(
        kind=kind, host="machine-a", number=42, version="1", seen_at=now - timedelta(seconds=seconds)
    )


def text(client) -> str:
    return " ".join(client.get(PAGE).content.decode().split())


def test_it_is_for_superusers_alone(client, admin_client):
    host = get_user_model().objects.create_user("host", password="x" * 12, is_staff=True)
    client.force_login(host)

    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{uuid.uuid4()}/again/").status_code == 403
    assert admin_client.get(PAGE).status_code == 200


def test_a_stranger_is_asked_to_log_in(client):
    assert client.get(PAGE)["Location"].startswith("/admin/login/")


def test_the_desk_leads_there(admin_client):
    assert f'href="{PAGE}"' in admin_client.get("/admin/").content.decode()


def test_it_says_what_is_missing_and_what_to_do(admin_client):
    assert "A worker is alive: Start manage.py db_worker" in text(admin_client)

    seen("worker", 5)
    assert "A worker is alive: Start" not in text(admin_client)


def test_it_lists_the_processes_that_are_alive(admin_client):
    seen("web", 5)
    gone = seen("web", 300)
    gone.host = "machine-gone"
    gone.save()
    page = text(admin_client)

    assert "machine-a" in page
    assert "machine-gone" not in page


def test_work_that_waits_too_long_is_said(admin_client):
    find_chapters_of.enqueue(1)
    assert "One more worker helps" not in text(admin_client)

    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=6))
    assert "One more worker helps" in text(admin_client)


def test_work_for_later_is_not_late():
    find_chapters_of.using(run_after=timezone.now() + timedelta(hours=1)).enqueue(1)
    find_chapters_of.enqueue(1)
    found = queue.facts(timezone.now() + timedelta(seconds=30))

    assert (found.due, found.scheduled) == (1, 1)
    assert 29 < found.oldest < 32


def test_a_task_with_a_moment_waits_from_then_on():
    find_chapters_of.using(run_after=timezone.now() + timedelta(hours=1)).enqueue(1)
    found = queue.facts(timezone.now() + timedelta(hours=1, seconds=10))

    assert found.due == 1
    assert 9 < found.oldest < 12


def test_a_failed_task_is_shown_with_its_reason_and_tried_again(admin_client):
    [task] = fail()
    assert "the moon is in the wrong phase" in text(admin_client)

    answer = admin_client.post(f"{PAGE}{task.pk}/again/", follow=True)

    assert "It is in the queue again." in answer.content.decode()
    [waiting] = DBTaskResult.objects.all()
    assert (waiting.status, waiting.args_kwargs) == ("READY", {"args": [10**9], "kwargs": {}})


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_is_tried_again(admin_client):
    [task] = fail()
    admin_client.post(f"{PAGE}{task.pk}/again/")
    call_command("db_worker", batch=True, reload=False, interval=0, startup_delay=False, verbosity=0)

    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_a_task_is_tried_again_once(admin_client):
    [task] = fail()
    admin_client.post(f"{PAGE}{task.pk}/again/")
    answer = admin_client.post(f"{PAGE}{task.pk}/again/", follow=True)

    assert "not among the failed any more" in answer.content.decode()
    assert DBTaskResult.objects.count() == 1


def test_a_task_of_another_version_cannot_be_tried_again_but_forgotten(admin_client):
    [task] = fail(path="episodes.nothing.of_that_kind")
    answer = admin_client.post(f"{PAGE}{task.pk}/again/", follow=True)
    assert "does not know such a task" in answer.content.decode()

    admin_client.post(f"{PAGE}{task.pk}/forget/")
    assert not DBTaskResult.objects.exists()


def test_nothing_happens_by_looking(admin_client):
    [task] = fail()

    assert admin_client.get(f"{PAGE}{task.pk}/again/").status_code == 405
    assert DBTaskResult.objects.get().status == "FAILED"


def test_more_tasks_and_processes_cost_no_more_queries(admin_client, django_assert_num_queries):
    text(admin_client)  # what is read once a process
    with django_assert_num_queries(11):
        text(admin_client)
    fail(20)
    for number in range(20):
        seen(("web", "worker")[number % 2], number)
    with django_assert_num_queries(11):
        text(admin_client)


def test_a_process_says_that_it_is_alive_in_one_row_and_forgets_those_long_gone():
    seen("web", 2 * 24 * 3600)
    row = Process(kind="web", host="here", number=1, version="1")
    processes.beat(row)
    processes.beat(row)

    [one] = Process.objects.all()
    assert (one.pk, one.is_alive(timezone.now())) == (row.pk, True)


def test_a_process_comes_back_after_it_was_forgotten():
    row = Process(kind="web", host="here", number=1, version="1")
    processes.beat(row)
    Process.objects.all().delete()
    processes.beat(row)

    assert Process.objects.count() == 1
