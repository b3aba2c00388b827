"""Hosts read what listeners sent, and say what becomes of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inbox.models import Correction, Story
from tests.desk import form_on
from tests.factories import CorrectionFactory, EpisodeFactory, StoryFactory
from tests.pages import read_page
from transcripts.models import Passage
from transcripts.rows import rewrite_passages

pytestmark = pytest.mark.django_db

STORIES = "/admin/inbox/story/"
CORRECTIONS = "/admin/inbox/correction/"


@pytest.fixture
def act(admin_client):
    """An action on rows of a list; what the desk says of it."""

    def send(action, *rows):
        address = STORIES if isinstance(rows[0], Story) else CORRECTIONS
        form = {"action": action, "_selected_action": [row.pk for row in rows]}
        page = read_page(admin_client.post(address, form, follow=True))
        return [item.text for item in page.one("ul", class_="messagelist").all("li")]

    return send


@pytest.fixture
def decide(admin_client):
    """The form of a story as a host fills it in."""

    def send(story, **fields):
        address = f"{STORIES}{story.pk}/change/"
        form = {**form_on(admin_client.get(address)), **fields}
        response = admin_client.post(address, form)
        story.refresh_from_db()
        return response

    return send


@pytest.fixture
def correction(cue):
    rewrite_passages(cue.transcript)
    return CorrectionFactory(
        episode=cue.transcript.episode, start=cue.start, text=cue.text, suggestion="I like bowlines."
    )


def rows_of(page):
    return read_page(page).one("table", id="result_list").one("tbody").all("tr")


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_desk_has_an_inbox(admin_client, show):
    page = read_page(admin_client.get("/admin/"))

    assert page.one("a", href="/admin/inbox/").text == "Inbox"
    assert not page.all("a", href=f"{STORIES}add/")


def test_stories_are_listed_by_state_and_show(admin_client):
    stories = [StoryFactory(), StoryFactory(state="planned")]

    assert len(rows_of(admin_client.get(STORIES))) == 2
    assert len(rows_of(admin_client.get(f"{STORIES}?state__exact=planned"))) == 1
    assert len(rows_of(admin_client.get(f"{STORIES}?show__id__exact={stories[0].show.pk}"))) == 1


def test_corrections_are_listed_by_state_and_show(admin_client):
    rows = [CorrectionFactory(), CorrectionFactory(state="applied")]

    assert len(rows_of(admin_client.get(CORRECTIONS))) == 2
    assert len(rows_of(admin_client.get(f"{CORRECTIONS}?state__exact=applied"))) == 1
    show = rows[0].episode.show.pk
    assert len(rows_of(admin_client.get(f"{CORRECTIONS}?episode__show__id__exact={show}"))) == 1


def test_a_list_costs_the_same_however_much_was_sent(admin_client, show):
    def send():
        StoryFactory(show=show, state="used", episode=EpisodeFactory(show=show))
        CorrectionFactory(episode=EpisodeFactory(show=show))

    send()
    before = [queries_of(admin_client, address) for address in (STORIES, CORRECTIONS)]
    for _ in range(5):
        send()

    assert [queries_of(admin_client, address) for address in (STORIES, CORRECTIONS)] == before


def test_a_story_is_shown_as_text_and_its_link_vouches_for_nothing(admin_client):
    story = StoryFactory(
        url="https://x.example/<script>", why="<script>alert(1)</script>", name="<b onclick=x>Piet"
    )

    for address in (STORIES, f"{STORIES}{story.pk}/change/"):
        html = admin_client.get(address).content.decode()
        assert "<script>alert" not in html
        assert "/<script>" not in html
        assert "<b onclick" not in html
    page = read_page(admin_client.get(f"{STORIES}{story.pk}/change/"))
    assert page.one("a", href=story.url)["rel"] == "ugc nofollow noopener"


def test_a_correction_is_shown_as_text(admin_client):
    correction = CorrectionFactory(suggestion="<script>alert(1)</script>", remark="<script>alert(2)</script>")

    for address in (CORRECTIONS, f"{CORRECTIONS}{correction.pk}/change/"):
        assert "<script>alert" not in admin_client.get(address).content.decode()


def test_a_line_for_the_notes_is_ready_to_copy(admin_client):
    story = StoryFactory(url="https://knots.example/x", name="Piet")

    page = read_page(admin_client.get(f"{STORIES}{story.pk}/change/"))

    assert page.one("code").text == "1. [knots.example](https://knots.example/x) - suggested by Piet"


def test_what_a_listener_sent_cannot_be_edited(decide):
    story = StoryFactory(url="https://knots.example/x")

    decide(story, url="https://other.example", why="Other.", name="Other")

    assert (story.url, story.name) == ("https://knots.example/x", "")


@pytest.mark.parametrize(("action", "state"), [("plan_them", "planned"), ("leave_them_out", "not used")])
def test_several_stories_are_decided_at_once(act, action, state):
    stories = [StoryFactory(), StoryFactory()]

    said = act(action, *stories)

    assert set(Story.objects.values_list("state", flat=True)) == {state}
    assert "2" in said[0]


def test_a_story_that_was_used_can_be_planned_again(act, show):
    story = StoryFactory(show=show, state="used", episode=EpisodeFactory(show=show))

    act("plan_them", story)

    story.refresh_from_db()
    assert (story.state, story.episode) == ("planned", None)


def test_choosing_the_episode_says_that_it_was_used(decide, show):
    story, episode = StoryFactory(show=show), EpisodeFactory(show=show)

    assert decide(story, episode=episode.pk).status_code == 302

    assert (story.state, story.episode) == ("used", episode)


def test_another_state_takes_the_episode_away(decide, show):
    story = StoryFactory(show=show, state="used", episode=EpisodeFactory(show=show))

    decide(story, state="not used", note="Next year.")

    assert (story.state, story.episode, story.note) == ("not used", None, "Next year.")


def test_a_story_is_used_in_an_episode(decide, show):
    story = StoryFactory(show=show)

    response = decide(story, state="used")

    assert "Choose the episode that used it." in response.content.decode()
    assert story.state == "waiting"


def test_an_episode_of_another_show_is_refused(decide, show):
    story = StoryFactory(show=show)

    response = decide(story, episode=EpisodeFactory().pk)

    assert "That is an episode of another show." in response.content.decode()
    assert story.episode is None


def test_a_story_outlives_the_episode_that_used_it(show):
    story = StoryFactory(show=show, state="used", episode=EpisodeFactory(show=show))

    story.episode.delete()

    story.refresh_from_db()
    assert story.episode is None


def test_a_correction_is_applied(act, correction, cue, client):
    said = act("apply_them", correction)

    cue.refresh_from_db()
    correction.refresh_from_db()
    assert (cue.text, correction.state) == ("I like bowlines.", "applied")
    assert "reads so now" in said[0]
    assert "I like bowlines." in client.get(correction.episode.transcript_url).content.decode()


def test_search_finds_what_was_corrected(act, correction, client):
    act("apply_them", correction)

    passages = Passage.objects.filter(transcript__episode=correction.episode)
    assert [passage.text for passage in passages] == ["Hello there. I like bowlines. So do I."]
    assert [mark.text for mark in read_page(client.get("/search/?q=bowlines")).all("mark")] == ["bowlines"]


def test_a_line_that_reads_otherwise_by_now_is_left_alone(act, correction, cue):
    cue.text = "I like bow ties."
    cue.save()

    said = act("apply_them", correction)

    cue.refresh_from_db()
    correction.refresh_from_db()
    assert (cue.text, correction.state) == ("I like bow ties.", "waiting")
    assert "reads otherwise by now" in said[0]


def test_of_two_corrections_of_a_line_the_first_is_applied(act, correction, cue):
    second = CorrectionFactory(episode=correction.episode, start=cue.start, text=cue.text, suggestion="No.")

    said = act("apply_them", second, correction)

    cue.refresh_from_db()
    assert cue.text == "I like bowlines."
    assert len(said) == 2


def test_only_the_transcript_that_the_public_sees_is_corrected(act, correction, cue):
    cue.transcript.chosen = False
    cue.transcript.save()

    act("apply_them", correction)

    cue.refresh_from_db()
    assert cue.text == "I like bow lions."


def test_a_correction_that_was_applied_stays_so(act, correction):
    act("apply_them", correction)

    act("leave_them_out", correction)

    assert Correction.objects.get().state == "applied"


def test_a_correction_shows_what_the_line_reads_now(admin_client, correction, cue):
    cue.text = "I like bow ties."
    cue.save()

    page = admin_client.get(f"{CORRECTIONS}{correction.pk}/change/").content.decode()

    assert "I like bow ties." in page
    assert "I like bow lions." in page


def test_who_may_only_look_decides_nothing(client, django_user_model, correction):
    user = django_user_model.objects.create_user("guest", is_staff=True)
    client.force_login(user)

    assert client.get(STORIES).status_code == 403
    assert client.get(CORRECTIONS).status_code == 403
