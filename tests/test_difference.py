"""What a rerun changed, finding by finding."""

import sqlite_utils

from pipeline.load.difference import Change, changes
from pipeline.records import Plan
from tests.test_load import Writer, database


def made(*passages: tuple[str, dict[str, object]]) -> sqlite_utils.Database:
    writer = Writer("alder")
    for text, more in passages:
        writer.passage(1, text, **{"labels": {"primary_care": 0.8}, "strength": "proposal", **more})
    return database([(Plan("alder", "A", "Alder"), writer.records())])


def brief(old: sqlite_utils.Database, new: sqlite_utils.Database, **more: float) -> list[tuple[str, ...]]:
    return [(each.change, each.ref, each.field, each.old, each.new) for each in changes(old, new, **more)]


def test_nothing_changed() -> None:
    assert list(changes(database(), database())) == []


def test_a_finding_added_and_one_lost() -> None:
    old, new = made(("Kept.", {}), ("Lost.", {})), made(("New.", {}), ("Kept.", {}))
    found = sorted(changes(old, new))
    assert [each._replace(fingerprint="") for each in found] == [
        Change("added", "A", "alder", "alder/p1/s1", "primary_care", "", "", "", "New."),
        Change("lost", "A", "alder", "alder/p1/s2", "primary_care", "", "", "Lost.", ""),
    ]
    assert all(len(each.fingerprint) == 16 for each in found)


def test_a_theme_exchanged_is_one_lost_and_one_added() -> None:
    old, new = made(("Same.", {})), made(("Same.", {"labels": {"acute_reconfiguration": 0.9}}))
    assert [(each.change, each.theme) for each in changes(old, new)] == [
        ("added", "acute_reconfiguration"),
        ("lost", "primary_care"),
    ]


def test_a_finding_that_says_something_else() -> None:
    text = "First we plan. Then we save £2m."
    care = {"primary_care": 0.8, "primary_care>integrated_community_care": 0.9}
    old = made((text, {"quote": "First we plan.", "figures": [("£2m", 2e6, "money", {})]}))
    figure = ("£2m", 2e6, "money", {"by_year": 2020, "direction": "down", "value_high": 3e6})
    said = {"strength": "commitment", "quote": "Then we save £2m.", "labels": care, "figures": [figure]}
    new = made(("Before.", {"labels": {}}), (text, said))
    assert brief(old, new) == [
        ("changed", "alder/p1/s2", "strength", "proposal", "commitment"),
        ("changed", "alder/p1/s2", "quote", "First we plan.", "Then we save £2m."),
        ("changed", "alder/p1/s2", "subthemes", "", "primary_care>integrated_community_care"),
        ("changed", "alder/p1/s2", "figures", "£2m = 2000000.0", "£2m = 2000000.0-3000000.0 down by 2020"),
    ]


def test_a_probability_that_hardly_moved_has_not_changed() -> None:
    old = made(("Same.", {}))
    nearly, further = (made(("Same.", {"labels": {"primary_care": p}})) for p in (0.809, 0.81))
    assert brief(old, nearly) == []
    assert brief(old, further) == [("changed", "alder/p1/s1", "probability", "0.8", "0.81")]
    assert brief(old, nearly, least=0.001) == [("changed", "alder/p1/s1", "probability", "0.8", "0.809")]


def test_the_same_words_twice_in_a_plan_are_two_findings() -> None:
    once, twice = made(("Same.", {})), made(("Same.", {}), ("Same.", {"strength": "context"}))
    assert brief(once, twice) == [("added", "alder/p1/s2", "", "", "Same.")]
    assert brief(twice, once) == [("lost", "alder/p1/s2", "", "Same.", "")]
