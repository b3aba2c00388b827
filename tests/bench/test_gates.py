"""How figures become verdicts."""

from __future__ import annotations

import pytest

from tests.bench import material
from tests.bench.gates import Gate, Load, number, ratio, read_wrk, table
from tests.bench.page_weight import imports, local
from tests.bench.race import Result


def test_a_figure_at_its_limit_passes():
    assert Gate(case="", figure=0.06, at_least=0.06).verdict == "pass"
    assert Gate(case="", figure=3, at_most=3).verdict == "pass"


def test_a_figure_beyond_its_limit_fails():
    assert Gate(case="", figure=0.059, at_least=0.06).verdict == "FAIL"
    assert Gate(case="", figure=4, at_most=3).verdict == "FAIL"


def test_a_figure_without_a_limit_holds_and_says_nothing():
    gate = Gate(case="", figure=9)

    assert (gate.holds, gate.limit, gate.verdict) == (True, "", "")


def test_a_ratio_is_the_median_of_the_rounds_own_ratios():
    # The second round was disturbed, and both who ran in it.
    assert ratio([100, 10, 120], [200, 20, 200]) == 0.5


def test_a_result_is_compared_round_by_round():
    ours, theirs = Result(rates=[1, 2, 3], costs=[4, 4, 4]), Result(rates=[2, 4, 4], costs=[2, 4, 8])

    assert (ours.rate, ours.of(theirs), ours.costs_of(theirs)) == (2, 0.5, 1)


def test_it_reads_what_wrk_did_among_all_it_says():
    said = "Running 2s test @ http://127.0.0.1/\n  8 connections\nbench 3000 2000000 0\n"

    assert read_wrk(said) == Load(requests=3000, seconds=2.0, failed=0)
    assert read_wrk(said).rate == 1500


def test_it_says_when_wrk_did_not_finish():
    with pytest.raises(ValueError, match="unable to connect"):
        read_wrk("unable to connect to 127.0.0.1:9")


@pytest.mark.parametrize(
    ("value", "text"), [(3.0, "3"), (0.07612, "0.076"), (1.254, "1.25"), (17.26, "17.3"), (1234.5, "1,234")]
)
def test_a_number_has_as_many_digits_as_say_something(value, text):
    assert number(value) == text


def test_a_table_is_one_in_markdown():
    assert table(["case", "ms"], [["home", "1"]]) == "| case | ms |\n|------|----|\n| home | 1  |"


def test_the_material_is_the_same_in_every_run():
    assert (material.note(3), material.vtt(3)) == (material.note(3), material.vtt(3))
    assert material.note(3) != material.note(4)


def test_the_material_has_the_size_of_real_episodes():
    sizes = [len(material.note(number)) for number in range(20)]
    cues = [sum(1 for _ in material.cues(number)) for number in range(20)]

    assert 5_000 < sum(sizes) / 20 < 7_000
    assert 500 < sum(cues) / 20 < 700


def test_a_page_weighs_what_its_scripts_and_styles_bring():
    assert [*imports('import { a } from "./a.js";\nb { src: url("../b.woff2"); }')] == [
        "./a.js",
        "../b.woff2",
    ]
    assert local("http://one.example/static/js/b.js", "./a.js") == "/static/js/a.js"
    assert local("http://one.example/", "https://other.example/a.js") == ""
