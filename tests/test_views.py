"""The views over hand-made records: what is counted, what is listed, and what is said where nothing is."""

import msgspec
import pytest
import sqlite_utils

from pipeline.load.views import VIEWS
from pipeline.records import Issue, Page, Plan
from tests.test_load import HOSTILE, Writer, database, plans, rows

CUT = "We will close 40 beds at the Royal by 2020, saving £2m."
UNREAD = "nothing found, 1 page unread"
REFUSED = "nothing found, 0 pages unread; cedar: refused (the file is encrypted)"
NO_PLAN = "nothing found, 0 pages unread; no plan in the register"


@pytest.fixture(scope="module")
def db() -> sqlite_utils.Database:
    return database()


def test_findings_readable(db: sqlite_utils.Database) -> None:
    first = next(iter(db.view("findings_readable").rows))
    assert first == {
        "ref": "alder/p1/s1",
        "footprint": "Alder",
        "plan": "alder",
        "page": 1,
        "theme": "acute_reconfiguration",
        "theme_label": "Acute_reconfiguration",
        "subthemes": "acute_reconfiguration>hospital_capacity",
        "strength": "commitment",
        "probability": 0.9,
        "finance": 1,
        "engagement": 0,
        "delivery": 1,
        "quote": CUT,
        "section": "Our plan",
        "text_source": "native",
        "link": "https://example.org/a.pdf#page=1",
        "specimen": 1,
        "dated": 1,
        "owned": 1,
        "costed": 1,
        "plan_title": "Alder's plan",
        "plan_kind": "plan",
        "footprint_code": "A",
        "finding": 1,
        "passage": 1,
    }
    assert rows(db, "SELECT finding, link, specimen FROM findings_readable") == [
        (1, "https://example.org/a.pdf#page=1", 1),
        (2, "https://example.org/a.pdf#page=1", 1),
        (3, "https://example.org/a.pdf#page=2", 1),
        (4, "https://example.org/old/b.pdf#page=1", 0),
        (5, "", 0),
    ]


def test_passages_readable_has_every_passage(db: sqlite_utils.Database) -> None:
    assert rows(
        db, "SELECT ref, footprint, themes, finance, strength, specimen FROM passages_readable WHERE page = 2"
    ) == [
        ("alder/p2/s1", "Alder", "", 1, "context", 1),
        ("alder/p2/s2", "Alder", "acute_reconfiguration", 0, "aspiration", 1),
    ]


def test_coverage_shows_every_footprint_and_its_holes(db: sqlite_utils.Database) -> None:
    assert rows(
        db,
        """SELECT footprint, plans, plans_not_read, pages, unread_pages, passages, findings, status, reason,
        drafts, specimen FROM coverage""",
    ) == [
        ("Alder", 1, 0, 2, 0, 4, 3, "read", "", 0, 1),
        ("Birch", 1, 0, 2, 1, 1, 1, "read", "birch: read, 1 page unread", 1, 0),
        ("Cedar", 0, 1, 0, 0, 0, 0, "refused", "cedar: refused (the file is encrypted)", 0, 0),
        ("Damson", 0, 0, 0, 0, 0, 0, "no plan", "no plan in the register", 0, 0),
    ]


def test_a_note_of_the_register_is_no_reason() -> None:
    noted = Plan("p1", "A", "A", note="the sender asked for thanks")
    for records in ([], Writer("p1").records(unread=[1])):
        ((reason,),) = rows(
            database([(noted, records)]), "SELECT reason FROM coverage WHERE footprint = 'Alder'"
        )
        assert reason.startswith("p1: ") and "thanks" not in reason


def test_a_plan_in_which_nothing_was_found_says_so() -> None:
    given = database([(Plan("p1", "A", "A"), [Page(1, 595, 842, "")])])
    sql = "SELECT state, registered, files, reason FROM coverage WHERE footprint = 'Alder'"
    assert rows(given, sql) == [("hole", 1, 1, "p1: read, no passages")]
    given.execute("UPDATE plans SET passage_count = 3")
    assert rows(given, sql) == [("empty", 1, 1, "p1: read, nothing found")]


@pytest.mark.parametrize(
    ("dates", "older"),
    [
        (("2016-06", "2016"), "draft"), (("2016-06", "2016-10"), "draft"), (("2016", "2016"), "draft"),
        (("2016-10-22", "2016-10"), "draft"), (("2017", "2016-10-21"), "plan"), (("", "2016"), "plan"),
    ],
)  # fmt: skip
def test_a_plan_of_2016_is_not_older_than_its_draft_of_june(dates: tuple[str, str], older: str) -> None:
    given = []
    for kind, published in zip(("draft", "plan"), dates, strict=True):
        writer = Writer(kind)
        writer.passage(1, f"Only the {kind} says so.")
        given.append((Plan(kind, "A", "A", kind=kind, published=published), writer.records()))
    found = rows(database(given), "SELECT DISTINCT old_plan FROM between_versions")
    assert found == [(older,)]


@pytest.mark.parametrize(
    ("documents", "plans_counted", "status", "reason"),
    [
        ([("draft", "read")], 0, "draft only", "no plan in the register"),
        ([("annex", "read"), ("draft", "read")], 0, "other documents only", "no plan in the register"),
        ([("plan", "failed"), ("draft", "read")], 0, "failed", "p0: failed (about it)"),
        (
            [("plan", "failed"), ("plan", "rescued")],
            1,
            "rescued",
            "p0: failed (about it); p1: rescued (about it)",
        ),
        ([("draft", "failed")], 0, "draft only", "no plan in the register; p0: failed (about it)"),
    ],
)
def test_a_draft_is_not_a_plan(
    documents: list[tuple[str, str]], plans_counted: int, status: str, reason: str
) -> None:
    given = [
        (Plan(f"p{n}", "A", "A", kind=kind), [Issue("x", "error", what, "about it")] if what != "read" else
         Writer(f"p{n}").records(unread=[1]))
        for n, (kind, what) in enumerate(documents)
    ]  # fmt: skip
    ((counted, said, why),) = rows(
        database(given), "SELECT plans, status, reason FROM coverage WHERE footprint = 'Alder'"
    )
    read = "; ".join(f"p{n}: read, 1 page unread" for n, (_, what) in enumerate(documents) if what == "read")
    expected = "; ".join(each for each in (reason, read) if each)
    assert (counted, said) == (plans_counted, status)
    assert sorted(why.split("; ")) == sorted(expected.split("; "))


def test_themes_by_footprint_have_zeros_and_leave_drafts_out(db: sqlite_utils.Database) -> None:
    sql = """SELECT footprint, theme, findings, passages, per_100_passages, aspiration, proposal, commitment,
        note FROM theme_by_footprint"""
    assert rows(db, sql)[:6] == [
        ("Alder", "acute_reconfiguration", 2, 4, 50.0, 1, 0, 1, ""),
        ("Alder", "primary_care", 1, 4, 25.0, 0, 1, 0, ""),
        ("Alder", "organisational_arrangements", 0, 4, 0.0, 0, 0, 0, "nothing found, 0 pages unread"),
        ("Birch", "acute_reconfiguration", 0, 1, 0.0, 0, 0, 0, UNREAD),
        ("Birch", "primary_care", 0, 1, 0.0, 0, 0, 0, UNREAD),
        ("Birch", "organisational_arrangements", 1, 1, 100.0, 1, 0, 0, ""),
    ]
    assert rows(db, "SELECT count(*) FROM theme_by_footprint") == [(12,)]
    assert rows(
        db, "SELECT DISTINCT per_100_passages, note FROM theme_by_footprint WHERE footprint = 'Cedar'"
    ) == [(None, REFUSED)]


def test_ambition_and_delivery(db: sqlite_utils.Database) -> None:
    sql = """SELECT theme, findings, context, aspiration, proposal, commitment, dated, owned, costed,
            beds_down, beds_down_with_alternative, beds_down_without_alternative, strength, quote, page,
            link, specimen FROM ambition_and_delivery WHERE footprint = 'Alder'"""
    care = "Neighbourhood teams will care for people at home instead."
    link = "https://example.org/a.pdf#page=1"
    assert rows(db, sql) == [
        ("acute_reconfiguration", 2, 0, 1, 0, 1, 1, 1, 1, 2, 1, 1, "commitment", CUT, 1, link, 1),
        ("primary_care", 1, 0, 0, 1, 0, 0, 0, 0, None, None, None, "proposal", care, 1, link, 1),
        ("organisational_arrangements", 0, 0, 0, 0, 0, 0, 0, 0, None, None, None, None, None, None, None, 1),
    ]
    assert rows(db, "SELECT DISTINCT note FROM ambition_and_delivery WHERE footprint = 'Damson'") == [
        (NO_PLAN,)
    ]


@pytest.mark.parametrize(
    ("said", "strongest"),
    [
        ([("context", 0.99), ("proposal", 0.6)], "number 1."),
        ([("proposal", 0.6), ("proposal", 0.7)], "number 1."),
        ([("proposal", 0.7), ("proposal", 0.7)], "number 0."),
    ],
)
def test_the_strongest_finding_is_shown(said: list[tuple[str, float]], strongest: str) -> None:
    writer = Writer("alder")
    for number, (strength, probability) in enumerate(said):
        writer.passage(1, f"number {number}.", {"primary_care": probability}, strength)
    db = database([(Plan("alder", "A", "Alder"), writer.records())])
    sql = "SELECT quote FROM ambition_and_delivery WHERE footprint = 'Alder' AND theme = 'primary_care'"
    assert rows(db, sql) == [(strongest,)]


def test_beds_by_footprint(db: sqlite_utils.Database) -> None:
    sql = """SELECT footprint, value, direction, strength, probability, quote, page, plan_kind, specimen, note
        FROM beds_by_footprint"""
    assert rows(db, sql) == [
        ("Alder", 40.0, "down", "commitment", 0.9, CUT, 1, "plan", 1, ""),
        ("Alder", 12.0, "down", "aspiration", 0.55, HOSTILE, 2, "plan", 1, ""),
        ("Birch", 9.0, "", "commitment", 0.9, "We will close 9 beds.", 1, "draft", 0, ""),
        ("Cedar", None, None, None, None, None, None, None, 0, REFUSED),
        ("Damson", None, None, None, None, None, None, None, 0, NO_PLAN),
    ]


def test_money_by_footprint_has_passages_that_speak_of_money_only(db: sqlite_utils.Database) -> None:
    gap = "Doing nothing leaves a gap of £300m by 2020/21."
    sql = """SELECT footprint, value, counts, by_year, strength, probability, themes, quote, note
        FROM money_by_footprint"""
    assert rows(db, sql) == [
        ("Alder", 2e6, "saving", None, "commitment", 0.712, "acute_reconfiguration", CUT, ""),
        ("Alder", 3e8, "gap", 2020, "context", 0.95, "", gap, ""),
        ("Birch", None, None, None, None, None, None, None, UNREAD),
        ("Cedar", None, None, None, None, None, None, None, REFUSED),
        ("Damson", None, None, None, None, None, None, None, NO_PLAN),
    ]


def test_staff_by_footprint(db: sqlite_utils.Database) -> None:
    assert rows(db, "SELECT footprint, value, note FROM staff_by_footprint") == [
        ("Alder", None, "nothing found, 0 pages unread"),
        ("Birch", None, UNREAD),
        ("Cedar", None, REFUSED),
        ("Damson", None, NO_PLAN),
    ]


def test_sites_at_risk(db: sqlite_utils.Database) -> None:
    sql = """SELECT footprint, hospital, finding, strength, change, quote, page, in_quote, note
        FROM sites_at_risk"""
    assert rows(db, sql)[:2] == [
        ("Alder", "Alder Royal", 1, "commitment", "loss", CUT, 1, 1, ""),
        ("Birch", None, None, None, None, None, None, None, UNREAD),
    ]
    writer = Writer("alder")
    twice = "The Royal is busy. The Royal will close."
    writer.passage(1, twice, {"acute_reconfiguration": 0.9}, "proposal",
                   mentions=[("Royal", "hospital-royal")], quote="The Royal will close.")  # fmt: skip
    writer.passage(1, "The Royal is open.", {"acute_reconfiguration": 0.9}, "context",
                   mentions=[("Royal", "hospital-royal")])  # fmt: skip
    writer.passage(1, "Far is to merge.", {"acute_reconfiguration": 0.9}, "proposal",
                   mentions=[("Far", "trust-far")])  # fmt: skip
    other = database([(Plan("alder", "A", "Alder"), writer.records())])
    closes = "The Royal will close."
    assert rows(other, sql)[0] == ("Alder", "Alder Royal", 1, "proposal", "", closes, 1, 0, "")
    assert rows(other, "SELECT count(*) FROM sites_at_risk WHERE hospital IS NOT NULL") == [(1,)]


def test_a_pledge_to_stay_is_not_a_closure() -> None:
    writer = Writer("alder")
    for text in ("There are no plans to close the Royal.", "The Royal will stay.", "The Royal will close."):
        writer.passage(1, text, {"acute_reconfiguration": 0.9}, "commitment",
                       mentions=[("Royal", "hospital-royal")])  # fmt: skip
    given = database([(Plan("alder", "A", "Alder"), writer.records())])
    assert rows(given, "SELECT change FROM sites_at_risk WHERE hospital <> ''") == [
        ("none",),
        ("none",),
        ("loss",),
    ]
    assert rows(given, "SELECT quote, hospitals FROM capacity_cuts WHERE note = ''") == [
        ("The Royal will close.", "Alder Royal")
    ]


def test_service_changes_need_no_named_hospital(db: sqlite_utils.Database) -> None:
    sql = "SELECT footprint, plan_kind, strength, hospitals, page, note FROM service_changes"
    assert rows(db, sql)[:4] == [
        ("Alder", "plan", "commitment", "Alder Royal", 1, ""),
        ("Alder", "plan", "aspiration", None, 2, ""),
        ("Birch", "draft", "commitment", None, 1, ""),
        ("Cedar", None, None, None, None, REFUSED),
    ]


def test_capacity_cuts_have_their_alternative_beside_them(db: sqlite_utils.Database) -> None:
    sql = """SELECT footprint, beds, hospitals, alternative, alternative_ref, strength, probability, page,
        note FROM capacity_cuts"""
    assert rows(db, sql)[:3] == [
        ("Alder", "40 beds", "Alder Royal", 1, "alder/p1/s2", "commitment", 0.9, 1, ""),
        ("Alder", "12 beds", None, 0, None, "aspiration", 0.55, 2, ""),
        ("Birch", None, None, None, None, None, None, None, UNREAD),
    ]


def test_organisation_changes(db: sqlite_utils.Database) -> None:
    sql = "SELECT footprint, subthemes, strength, bodies, page, note FROM organisation_changes"
    assert rows(db, sql) == [
        ("Birch", "organisational_arrangements>commissioning", "aspiration", None, 1, ""),
        ("Alder", None, None, None, None, "nothing found, 0 pages unread"),
        ("Cedar", None, None, None, None, REFUSED),
        ("Damson", None, None, None, None, NO_PLAN),
    ]


BOILERPLATE = "We will work with all of our partners to make services safe and close to home for everyone"


@pytest.fixture(scope="module")
def repeated() -> sqlite_utils.Database:
    given = []
    for number, (footprint, kind, text) in enumerate(
        (
            ("A", "plan", f"{BOILERPLATE} in Alder."),
            ("A", "draft", "Only this footprint says that the old mill will become a new health centre."),
            ("A", "plan", "Only this footprint says that the old mill will become a new health centre."),
            ("B", "plan", f"{BOILERPLATE} in Alder."),
            ("C", "plan", f"{BOILERPLATE} in Cedar."),
        )
    ):
        writer = Writer(f"p{number}")
        writer.passage(1, text, {"primary_care": 0.9}, "aspiration")
        given.append((Plan(f"p{number}", footprint, "T", kind=kind), writer.records()))
    return database(given)


def test_what_is_said_in_many_plans(repeated: sqlite_utils.Database) -> None:
    sql = """SELECT cluster, plans, footprints, passages, similarity, footprint, quote, page, strength,
            probability FROM said_in_many_plans"""
    assert rows(repeated, sql) == [
        (1, 3, 3, 3, 0.9, "Alder", f"{BOILERPLATE} in Alder.", 1, "aspiration", 0.9)
    ]


def test_a_draft_does_not_make_its_plan_less_unique(repeated: sqlite_utils.Database) -> None:
    assert rows(repeated, "SELECT plan FROM said_in_one_plan") == [("p1",), ("p2",)]
    assert rows(repeated, "SELECT passage, cluster, similarity FROM repeats") == [
        (1, 1, 1.0), (2, 2, 1.0), (3, 2, 1.0), (4, 1, 1.0), (5, 1, 0.9),
    ]  # fmt: skip


def figure(
    words: str, value: float, counts: str = "gap", year: int | None = 2020, **more: object
) -> list[object]:
    return [(words, value, "money", {"counts": counts, "by_year": year, **more})]


FIRST = "Doing nothing leaves a gap of £300m by 2020."


@pytest.mark.parametrize(
    ("text", "more", "conflict"),
    [
        ("By 2020 doing nothing would leave us a gap of £310m.", figure("£310m", 3.1e8, "Gap"), True),
        ("The gap is £310m by 2020.", figure("£310m", 3.1e8), True),
        ("The gap is £310m.", figure("£310m", 3.1e8, year=None), False),
        ("By 2020 doing nothing would leave a gap of £301m.", figure("£301m", 3.01e8), False),
        ("Doing nothing leaves a gap of £200m to £310m.", figure("£200m", 2e8, value_high=3.1e8), False),
        ("Doing nothing leaves a gap of £310m by 2018.", figure("£310m", 3.1e8, year=2018), False),
        ("Doing nothing leaves a saving of £310m by 2020.", figure("£310m", 3.1e8, "saving"), False),
        ("Doing nothing leaves a gap of £310m by 2020.", figure("£310m", 3.1e8, direction="up"), False),
        ("Social care alone has a gap of £310m in 2020.", figure("£310m", 3.1e8), False),
    ],
)
def test_conflicts_are_about_the_same_thing(text: str, more: list[object], conflict: bool) -> None:
    writer = Writer("alder")
    writer.passage(1, FIRST, {"finance": 0.9}, "context", figure("£300m", 3e8))
    writer.passage(1, text, {"finance": 0.8}, "proposal", more)
    db = database([(Plan("alder", "A", "Alder"), writer.records())])
    sql = "SELECT footprint, conflict, value, quote, page, strength, probability FROM conflicts"
    assert (
        rows(db, sql)
        == [
            ("Alder", 1, 3e8, FIRST, 1, "context", 0.9),
            ("Alder", 1, 3.1e8, text, 1, "proposal", 0.8),
        ][: 2 * conflict]
    )


def test_figures_of_two_places_do_not_conflict() -> None:
    writer = Writer("alder")
    writer.passage(1, FIRST, figures=figure("£300m", 3e8))
    royal = "Doing nothing leaves the Royal a gap of £310m by 2020."
    writer.passage(1, royal, figures=figure("£310m", 3.1e8), mentions=[("Royal", "hospital-royal")])
    assert rows(database([(Plan("alder", "A", "Alder"), writer.records())]), "SELECT * FROM conflicts") == []


def test_all_that_disagree_with_each_other_are_one_conflict() -> None:
    writer = Writer("alder")
    for value in (1, 4, 1, 3, 2):
        writer.passage(1, f"The gap is £{value}m by 2020.", figures=figure(f"£{value}m", value * 1e6))
    db = database([(Plan("alder", "A", "Alder"), writer.records())])
    assert rows(db, "SELECT conflict, value FROM conflicts") == [
        (1, 1e6),
        (1, 4e6),
        (1, 1e6),
        (1, 3e6),
        (1, 2e6),
    ]


def test_figures_of_one_passage_are_a_list_and_no_conflict() -> None:
    writer = Writer("alder")
    writer.passage(1, "Gaps: £3m here, £5m there.", figures=[*figure("£3m", 3e6), *figure("£5m", 5e6)])
    assert rows(database([(Plan("alder", "A", "Alder"), writer.records())]), "SELECT * FROM conflicts") == []


@pytest.mark.parametrize(
    ("label", "section", "conflict"),
    [
        ("Total spend", "Annex", True),
        ("Total spend", "Money", False),
        ("Total spend on estates", "Annex", False),
    ],
)
def test_rows_conflict_across_tables_only_and_by_their_label(
    label: str, section: str, conflict: bool
) -> None:
    writer = Writer("alder")
    for text, words, value, where in (
        ("Total spend\t300", "300", 3e8, "Money"),
        (f"{label}\t310", "310", 3.1e8, section),
    ):
        writer.passage(1, text, figures=figure(words, value), section=where, kind="table_row")
    db = database([(Plan("alder", "A", "Alder"), writer.records())])
    assert rows(db, "SELECT value FROM conflicts") == [(3e8,), (3.1e8,)][: 2 * conflict]


def test_cells_that_only_their_label_names_are_no_conflict() -> None:
    writer = Writer("alder")
    for text, words, value in (("North 12%\t12", "12%", 12.0), ("North 30%\t30", "30%", 30.0)):
        section = "Smoking" if value == 12 else "Weight"
        writer.passage(1, text, figures=figure(words, value, "North"), section=section, kind="table_row")
    assert rows(database([(Plan("alder", "A", "Alder"), writer.records())]), "SELECT * FROM conflicts") == []


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_says_what_is_a_specimen_and_answers_on_an_empty_database(name: str) -> None:
    db = database([])
    assert "specimen" in db.view(name).columns_dict
    assert all(row["note"] == NO_PLAN for row in db.view(name).rows if "note" in row)
    specimens = [(msgspec.structs.replace(plan, specimen=True), said) for plan, said in plans()]
    for row in database(specimens).view(name).rows:
        assert row["specimen"] == 1
