"""The hosts' desk: numbers that are known go in, pages and files with them come out."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from downloads.charts import bar_chart, line_chart, nice_top
from downloads.models import AgentCount, HourCount
from downloads.safe_csv import csv_lines
from tests.downloads.conftest import counted, play, playable
from tests.factories import EpisodeFactory, MemberFactory, ShowFactory
from tests.pages import Element, read_page

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
TODAY = NOW.date()


@pytest.fixture
def desk(db) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("host"))
    return client


def hours(episode, numbers: dict[int, int]) -> None:
    """Downloads by hours since the release."""
    for hour, number in numbers.items():
        at = episode.published_at.replace(minute=0) + timedelta(hours=hour)
        HourCount.objects.create(episode=episode, day=at.date(), hour=at, downloads=number)


def agents(episode, numbers: dict[tuple[str, str], int], day: date = TODAY) -> None:
    for (app, device), number in numbers.items():
        AgentCount.objects.create(episode=episode, day=day, app=app, device=device, downloads=number)


def released(days: float, show) -> EpisodeFactory:
    return playable(EpisodeFactory(show=show, published_at=NOW - timedelta(days=days)))


def page_of(desk: Client, episode_or_show, **query: str) -> Element:
    name = "show" if episode_or_show._meta.model_name == "show" else "episode"
    response = desk.get(reverse(f"downloads:{name}", args=[episode_or_show.pk]), query)
    assert response.status_code == 200
    return read_page(response).one("div", id="content-main")


def test_it_adds_the_days_of_a_show(desk, show):
    for days in (3, 10):
        hours(released(days, show), {0: 5, 1: 2})
    page = page_of(desk, show)

    assert "14 downloads in 30 days" in page.one("p", class_="downloads-summary").text
    assert [
        bar.text.rpartition(": ")[2]
        for bar in page.one("svg", aria_labelledby="days-title days-text").all("rect")
    ]
    assert sum(int(row.all("td")[0].text) for row in page.all("table")[0].all("tr")[1:]) == 14


def test_a_day_is_a_bar_with_its_number(desk, show):
    episode = released(2, show)
    hours(episode, {0: 1200})
    bars = page_of(desk, episode).one("svg", aria_labelledby="days-title days-text").all("rect")

    assert [bar.text for bar in bars] == [f"{episode.published_at:%-d %b}: 1,200"]


def test_the_period_is_chosen(desk, show):
    episode = released(60, show)
    hours(episode, {0: 9})

    assert "0 downloads in 30 days, 9 since" in page_of(desk, show).text
    assert "9 downloads in 90 days, 9 since" in page_of(desk, show, period="90").text


def test_a_year_is_drawn_in_weeks(desk, show):
    hours(released(20, show), {0: 3, 24: 4})
    page = page_of(desk, show, period="364")

    assert "By week" in page.text
    assert sum(int(bar.text.rpartition(" ")[2]) for bar in page.all("rect", class_="downloads-bar")) == 7


@pytest.mark.parametrize("period", ["", "x", "31", "-1", "30' OR 1=1"])
def test_a_period_that_is_none_is_not_found(desk, show, period):
    assert desk.get(reverse("downloads:show", args=[show.pk]), {"period": period}).status_code == 404


def test_the_first_week_is_compared_with_the_median_of_those_before(desk, show):
    for days, number in ((40, 10), (30, 30), (20, 100)):
        hours(released(days, show), {0: number, 24: number})
    newest = released(2, show)
    hours(newest, {0: 7, 5: 8})
    page = page_of(desk, newest)
    rows = [
        [cell.text for cell in row.children if isinstance(cell, Element)]
        for row in page.all("table")[1].all("tr")
    ]

    assert "median of 3 before" in page.text
    assert rows[1] == ["24", "15", "30"]
    assert rows[2] == ["48", "15", "60"]
    assert rows[7] == ["168", "–", "60"]


def test_an_episode_is_compared_with_twenty_and_no_more(desk, show):
    for days in range(10, 35):
        hours(released(days, show), {0: 1})

    newest = released(2, show)
    assert "median of 20 before" in page_of(desk, newest).text


def test_what_was_released_before_the_counting_is_neither_shown_nor_compared(desk, show):
    old, first, newest = released(100, show), released(9, show), released(1, show)
    hours(first, {0: 4})
    hours(newest, {0: 2})
    HourCount.objects.create(
        episode=old, day=first.published_at.date(), hour=first.published_at, downloads=50
    )

    assert "released before downloads were counted" in page_of(desk, old).text
    assert "median of 1 before" in page_of(desk, newest).text


def test_what_nobody_has_heard_is_compared_all_the_same(desk, show):
    hours(released(9, show), {0: 4})
    newest = released(1, show)

    assert "This episode: 0 so far" in page_of(desk, newest).text


def test_apps_and_devices_are_named_with_their_share(desk, show):
    episode = released(1, show)
    hours(episode, {0: 4})
    agents(episode, {("Overcast", "iPhone"): 3, ("AntennaPod", "Android phone"): 1})
    page = page_of(desk, episode)
    apps, devices = [
        [
            [cell.text for cell in row.children if isinstance(cell, Element)]
            for row in table.one("tbody").all("tr")
        ]
        for table in page.all("table", class_="downloads-shares")
    ]

    assert apps == [["Overcast", "75.0 %", "3"], ["AntennaPod", "25.0 %", "1"]]
    assert devices == [["iPhone", "75.0 %", "3"], ["Android phone", "25.0 %", "1"]]


def test_many_apps_end_in_all_others(desk, show):
    episode = released(1, show)
    hours(episode, {0: 120})
    agents(episode, {(f"App {number:02}", "iPhone"): number for number in range(1, 16)})
    table = page_of(desk, episode).all("table", class_="downloads-shares")[0].one("tbody")

    assert len(table.all("tr")) == 13
    assert table.all("tr")[-1].text == "All others 5.0 % 6"


def test_an_episode_tells_its_first_day_and_week_when_they_are_over(desk, show):
    hours(released(40, show), {0: 1, 25: 2, 24 * 10: 4, 24 * 35: 8})
    hours(released(2, show), {0: 3})
    page = page_of(desk, show)
    newest, oldest = page.all("table")[-1].one("tbody").all("tr")

    assert [cell.text for cell in newest.all("td")][1:] == ["3", "–", "–", "3"]
    assert [cell.text for cell in oldest.all("td")][1:] == ["1", "3", "7", "15"]


def test_a_show_without_downloads_says_so(desk, show):
    assert "Nothing was downloaded yet." in page_of(desk, show).text


def test_what_was_played_is_on_the_page(desk, episode):
    play(episode)
    counted(episode)
    page = page_of(desk, episode)

    assert "1 download in 30 days" in page.text
    assert "AntennaPod 100.0 % 1" in page.text


def test_another_shows_downloads_are_not_on_the_page(desk, show):
    hours(released(3, ShowFactory()), {0: 5})

    assert "Nothing was downloaded yet." in page_of(desk, show).text


def test_the_only_show_is_the_overview(desk, show):
    assert desk.get(reverse("downloads:overview")).url == reverse("downloads:show", args=[show.pk])


def test_several_shows_are_listed(desk, show):
    ShowFactory(title="Another show")

    assert "Another show" in read_page(desk.get(reverse("downloads:overview"))).text


@pytest.mark.parametrize("model", ["episode", "show"])
def test_the_desk_leads_there(desk, episode, model):
    row = episode if model == "episode" else episode.show
    form = desk.get(reverse(f"admin:episodes_{model}_change", args=[row.pk])).content.decode()

    assert reverse(f"downloads:{model}", args=[row.pk]) in form
    assert reverse("downloads:overview") in desk.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("name", ["show", "show-csv", "episode", "episode-csv"])
def test_strangers_are_sent_to_the_door(client, episode, name):
    pk = episode.pk if name.startswith("episode") else episode.show_id
    response = client.get(reverse(f"downloads:{name}", args=[pk]))

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize(("is_member", "status"), [(True, 200), (False, 403)])
def test_the_team_of_a_show_may_see_its_downloads(client, episode, is_member, status):
    user = get_user_model().objects.create_user("helper", is_staff=True)
    MemberFactory(user=user, role="viewer", **({"show": episode.show} if is_member else {}))
    client.force_login(user)

    assert client.get(reverse("downloads:episode", args=[episode.pk])).status_code == status
    assert client.get(reverse("downloads:show-csv", args=[episode.show_id])).status_code == status


def test_the_pages_have_no_style_and_no_script_of_their_own(desk, show):
    episode = released(2, show)
    hours(episode, {0: 3, 1: 4})
    agents(episode, {("Overcast", "iPhone"): 7})
    for address in (
        reverse("downloads:show", args=[show.pk]),
        reverse("downloads:episode", args=[episode.pk]),
    ):
        elements = read_page(desk.get(address)).all()

        assert not [
            element.name for element in elements if "style" in element.attributes or element.name == "style"
        ]
        assert not [
            element for element in elements if element.name == "script" and "src" not in element.attributes
        ]


def test_each_chart_says_what_it_is_and_has_its_numbers_in_a_table(desk, show):
    episode = released(2, show)
    hours(episode, {0: 3})
    charts = page_of(desk, episode).all("svg", role="img")

    assert len(charts) == 2
    for chart in charts:
        words, text = chart["aria-labelledby"].split()
        assert chart.one("title", id=words).text
        assert chart.one("desc", id=text).text
    assert len(page_of(desk, episode).all("details")) == 2


@pytest.mark.parametrize("name", ["show", "episode"])
def test_a_page_costs_the_same_however_much_was_counted(desk, show, django_assert_num_queries, name):
    def fill(count: int) -> None:
        for place in range(count):
            episode = released(3 + place, show)
            hours(episode, dict.fromkeys(range(0, 48, 3), 2))
            agents(episode, {(f"App {place}", "iPhone"): 5})

    fill(2)
    row = show if name == "show" else show.episodes.newest_first()[0]
    address = reverse(f"downloads:{name}", args=[row.pk])
    desk.get(address)
    expected = {"show": 12, "episode": 11}[name]
    with django_assert_num_queries(expected):
        desk.get(address)
    fill(12)
    with django_assert_num_queries(expected):
        desk.get(address)


def test_a_spreadsheet_gets_what_the_page_counts(desk, show):
    episode = released(1, show)
    episode.title = 'Tin, "cans"'
    episode.save()
    agents(episode, {("Overcast", "iPhone"): 3, ("AntennaPod", "Android phone"): 1})
    agents(episode, {("Overcast", "iPhone"): 9}, TODAY - timedelta(days=50))
    response = desk.get(reverse("downloads:show-csv", args=[show.pk]))
    rows = list(csv.reader(StringIO(response.getvalue().decode())))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="downloads-{show.slug}-{TODAY}.csv"'
    assert rows == [
        ["day", "episode", "title", "app", "device", "downloads"],
        [str(TODAY), str(episode.number), 'Tin, "cans"', "AntennaPod", "Android phone", "1"],
        [str(TODAY), str(episode.number), 'Tin, "cans"', "Overcast", "iPhone", "3"],
    ]


def test_a_spreadsheet_of_an_episode_has_only_its_own(desk, show):
    first, second = released(1, show), released(2, show)
    agents(first, {("Overcast", "iPhone"): 3})
    agents(second, {("Overcast", "iPhone"): 4})
    response = desk.get(reverse("downloads:episode-csv", args=[first.pk]), {"period": "90"})

    assert [row[-1] for row in csv.reader(StringIO(response.getvalue().decode()))] == ["downloads", "3"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＠x"])
def test_no_cell_is_a_formula(cell):
    (line,) = csv_lines([[cell, -1]])

    assert next(csv.reader(StringIO(line, newline=""))) == [f"'{cell}", "-1"]


@pytest.mark.parametrize(
    ("most", "top"),
    [(0, 4), (3, 4), (4, 4), (5, 8), (9, 12), (20, 20), (21, 24), (99, 100), (801, 1000), (1001, 1200)],
)
def test_the_scale_ends_a_little_above_the_highest(most, top):
    assert nice_top(most) == top


@pytest.mark.parametrize(
    "most", [10**power + more for power in range(9) for more in (-1, 0, 1, 3 * 10**power)]
)
def test_every_scale_has_four_whole_steps(most):
    assert nice_top(most) >= most
    assert nice_top(most) % 4 == 0


def test_a_chart_of_nothing_is_a_chart():
    chart = bar_chart([])

    assert (chart.bars, chart.words, len(chart.levels)) == ([], [], 5)
    assert line_chart([[], [0]], [], 10).lines == [[], []]
