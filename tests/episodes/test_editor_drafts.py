"""What a host types is kept before it is saved; every saved text can be found again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from episodes.desk.merging import text_hash
from episodes.desk.versions import MOST_DRAFTS, keep_draft, keep_version, others_writing, unsaved_draft
from episodes.importing import Import, import_folder
from episodes.models import NotesVersion
from tests.desk import form_on
from tests.factories import EpisodeFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 21, 12, 1, tzinfo=UTC)
DRAFT = reverse("admin:episodes_notes_draft")
STATE = reverse("admin:episodes_notes_state")


@pytest.fixture
def episode(show):
    episode = EpisodeFactory(show=show, draft=True, number=12, title="Strings", notes="Saved.\n")
    keep_version(episode)
    return episode


@pytest.fixture
def ada(db):
    return User.objects.create_superuser("ada", first_name="Ada")


@pytest.fixture
def desk(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def bo(db):
    return User.objects.create_superuser("bo", first_name="Bo")


def typed(episode, author, text, page="p1", at=NOON):
    return keep_draft(episode, author, text, base=text_hash("Saved.\n"), page=page, at=at)


def change(episode):
    return reverse("admin:episodes_episode_change", args=[episode.pk])


def drafts(episode):
    return [draft.text for draft in episode.notes_versions.drafts().order_by("made_at", "pk")]


def test_what_is_typed_is_kept_without_being_saved(desk, episode):
    answer = desk.post(DRAFT, {"episode": episode.pk, "notes": "Typed.\r\n", "base": "b", "page": "p"})

    assert answer.json()["saved"] == f"{timezone.localtime():%H:%M}"
    assert drafts(episode) == ["Typed.\n"]
    episode.refresh_from_db()
    assert episode.notes == "Saved.\n"


def test_of_ten_minutes_the_last_text_is_kept(episode, ada):
    for minute in (0, 4, 8, 12, 19):
        typed(episode, ada, f"{minute}", at=NOON.replace(minute=0) + timedelta(minutes=minute))

    assert drafts(episode) == ["8", "19"]


def test_two_pages_of_one_host_keep_their_own_drafts(episode, ada):
    typed(episode, ada, "here", page="p1")
    typed(episode, ada, "there", page="p2")

    assert drafts(episode) == ["here", "there"]


def test_the_drafts_of_a_host_do_not_grow_without_end(episode, ada, bo):
    typed(episode, bo, "Bo's")
    for slot in range(MOST_DRAFTS + 5):
        typed(episode, ada, f"{slot}", at=NOON + slot * timedelta(minutes=10))

    assert episode.notes_versions.drafts().filter(author=ada).count() == MOST_DRAFTS
    assert "Bo's" in drafts(episode)


def test_what_was_typed_and_not_saved_is_offered_when_the_page_is_opened_again(desk, episode, ada):
    draft = typed(episode, ada, "Typed.\n")

    page = desk.get(change(episode)).content.decode()

    assert "not saved yet" in page
    assert f'href="?version={draft.pk}"' in page


def test_another_hosts_draft_is_not_offered(episode, ada, bo):
    typed(episode, bo, "Bo's")

    assert unsaved_draft(episode, ada) is None


def test_a_draft_that_says_what_is_saved_is_not_offered(episode, ada):
    typed(episode, ada, "Saved.\n")

    assert unsaved_draft(episode, ada) is None


def test_a_draft_is_restored_into_the_editor_and_merged_with_what_came_since(desk, episode, ada, bo):
    draft = typed(episode, ada, "Typed.\n\nSaved.\n")
    episode.notes = "Saved.\n\nBo's.\n"
    episode.save()
    keep_version(episode, author=bo)

    form = form_on(desk.get(f"{change(episode)}?version={draft.pk}"))
    desk.post(change(episode), form | {"_continue": "1"})

    episode.refresh_from_db()
    assert (form["notes"], form["notes_page"]) == ("Typed.\n\nSaved.\n", "p1")
    assert episode.notes == "Typed.\n\nSaved.\n\nBo's.\n"
    assert unsaved_draft(episode, ada) is None


def test_after_saving_a_page_its_drafts_are_not_offered_any_more(desk, episode, ada):
    typed(episode, ada, "Typed.\n", page="p7")
    form = form_on(desk.get(change(episode)))

    response = desk.post(
        change(episode), form | {"notes": "Other.\n", "notes_page": "p7", "_continue": "1"}, follow=True
    )

    assert "not saved yet" not in response.content.decode().split("<template")[0]
    assert 'data-settled="p7"' in response.content.decode()


def test_a_discarded_draft_is_not_offered_and_stays_among_the_versions(desk, episode, ada):
    draft = typed(episode, ada, "Typed.\n")

    desk.post(reverse("admin:episodes_notes_discard"), {"episode": episode.pk, "version": draft.pk})

    assert unsaved_draft(episode, ada) is None
    assert drafts(episode) == ["Typed.\n"]


def test_the_draft_of_an_episode_that_is_not_saved_yet_is_offered_on_the_empty_page(desk, show, ada):
    desk.post(DRAFT, {"episode": "", "notes": "New.\n", "base": "", "page": "p"})

    page = desk.get(reverse("admin:episodes_episode_add"))
    draft = NotesVersion.objects.get()
    restored = form_on(desk.get(f"{reverse('admin:episodes_episode_add')}?version={draft.pk}"))

    assert "not saved yet" in page.content.decode()
    assert restored["notes"] == "New.\n"


def test_saving_the_new_episode_settles_its_draft(desk, show, ada):
    desk.post(DRAFT, {"episode": "", "notes": "New.\n", "base": "", "page": "p"})
    form = form_on(desk.get(reverse("admin:episodes_episode_add")))

    desk.post(
        reverse("admin:episodes_episode_add"),
        form | {"title": "T", "notes": "New, and more.\n", "notes_page": "p"},
    )

    assert unsaved_draft(None, ada) is None
    assert NotesVersion.objects.drafts().get().episode.title == "T"


def test_a_refused_save_brings_back_what_was_typed(desk, episode):
    form = form_on(desk.get(change(episode)))

    response = desk.post(change(episode), form | {"notes": "Typed.\n", "number": "many"})

    assert form_on(response)["notes"] == "Typed.\n"


def test_who_is_signed_out_is_sent_to_sign_in(client, episode):
    answer = client.post(DRAFT, {"episode": episode.pk, "notes": "Typed.\n"})

    assert (answer.status_code, "login" in answer.url) == (302, True)
    assert drafts(episode) == []


@pytest.mark.parametrize(
    "address", [DRAFT, *(reverse(f"admin:episodes_notes_{name}") for name in ("preview", "title", "picture"))]
)
def test_who_may_not_change_episodes_may_not_do_any_of_this(client, episode, address):
    client.force_login(User.objects.create_user("viewer", is_staff=True))

    assert client.post(address, {"episode": episode.pk, "notes": "x"}).status_code == 403
    assert client.get(reverse("admin:episodes_notes_versions", args=[episode.pk])).status_code == 403


def test_it_says_who_else_has_typed_within_a_minute(desk, episode, ada, bo):
    typed(episode, bo, "Bo's", at=timezone.now())
    typed(episode, ada, "Ada's", at=timezone.now())

    assert desk.get(STATE, {"episode": episode.pk}).json()["others"] == ["Bo"]
    assert others_writing(episode, ada, at=timezone.now() + timedelta(seconds=61)) == []


def test_it_says_when_the_notes_were_saved_by_somebody_else(desk, episode):
    before = desk.get(STATE, {"episode": episode.pk}).json()["stored"]
    episode.notes = "Changed.\n"
    episode.save()

    assert desk.get(STATE, {"episode": episode.pk}).json()["stored"] == text_hash("Changed.\n") != before


def test_every_saved_text_is_a_version_once(desk, episode, ada):
    for text in ("One.\n", "One.\n", "Two.\n"):
        form = form_on(desk.get(change(episode)))
        desk.post(change(episode), form | {"notes": text})

    versions = episode.notes_versions.saved().newest_first()
    assert [(version.text, version.by) for version in versions] == [
        ("Two.\n", "Ada"),
        ("One.\n", "Ada"),
        ("Saved.\n", "an import"),
    ]


def test_an_imported_text_is_a_version(show, tmp_path):
    (tmp_path / "12.md").write_text("**Ada #1:** [Wax](https://wax.example)\n")

    list(import_folder(Import(show=show, folder=tmp_path), [tmp_path / "12.md"]))

    version = NotesVersion.objects.get()
    assert (version.kind, version.episode.number, "Wax" in version.text) == ("imported", 12, True)


def test_the_page_of_versions_compares_any_two(desk, episode, ada):
    first = episode.notes_versions.get()
    episode.notes = "Saved.\n\nAnd more.\n"
    episode.save()
    keep_version(episode, author=ada)
    second = episode.notes_versions.newest_first().first()

    page = desk.get(
        reverse("admin:episodes_notes_versions", args=[episode.pk]), {"a": second.pk, "b": first.pk}
    ).content.decode()

    assert "<ins>And more.</ins>" in page
    assert "style=" not in page


def test_a_draft_is_compared_with_what_is_saved(desk, episode, ada):
    draft = typed(episode, ada, "Saved, nearly.\n", at=timezone.now())

    page = desk.get(
        reverse("admin:episodes_notes_versions", args=[episode.pk]), {"a": draft.pk}
    ).content.decode()

    assert "<del>Saved.</del>" in page
    assert "<ins>Saved, nearly.</ins>" in page


def test_an_old_version_is_restored_as_a_new_one(desk, episode, ada):
    old = episode.notes_versions.get()
    form = form_on(desk.get(change(episode)))
    desk.post(change(episode), form | {"notes": "Worse.\n"})

    form = form_on(desk.get(f"{change(episode)}?version={old.pk}"))
    desk.post(change(episode), form)

    episode.refresh_from_db()
    assert episode.notes == "Saved.\n"
    assert [version.text for version in episode.notes_versions.newest_first()] == [
        "Saved.\n",
        "Worse.\n",
        "Saved.\n",
    ]


def test_the_version_of_another_episode_is_not_restored(desk, episode, show):
    other = EpisodeFactory(show=show, notes="Other.\n")
    keep_version(other)

    form = form_on(desk.get(f"{change(episode)}?version={other.notes_versions.get().pk}"))

    assert form["notes"] == "Saved.\n"
