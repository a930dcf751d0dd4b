"""The database from hand-made records: exact rows, the contract of the schema, corrections."""

import hashlib
import json
from collections.abc import Iterable

import msgspec
import pytest
import sqlite_utils

from pipeline import load
from pipeline.codebook import Codebook, Theme
from pipeline.load import verify
from pipeline.load.spans import sentence
from pipeline.load.tables import TABLES
from pipeline.load.views import VIEWS
from pipeline.records import (
    Entity,
    Finding,
    Issue,
    Label,
    Labels,
    Mention,
    Page,
    Passage,
    PassageLine,
    Plan,
    Quantity,
    Slice,
    Strength,
)

HOSTILE = "Robert'); DROP TABLE findings; -- \"quoted\" 'words' NEAR/2 * ^ % _ 🏥 we will close 12 beds."

CODEBOOK = Codebook(
    version="1",
    digest="d",
    entries=tuple(
        Theme(identity, identity.split(">")[-1].capitalize(), f"About {identity}", axis, parent)
        for identity, axis, parent in (
            ("acute_reconfiguration", "theme", ""),
            ("acute_reconfiguration>hospital_capacity", "theme", "acute_reconfiguration"),
            ("primary_care", "theme", ""),
            ("primary_care>integrated_community_care", "theme", "primary_care"),
            ("organisational_arrangements", "theme", ""),
            ("organisational_arrangements>commissioning", "theme", "organisational_arrangements"),
            ("finance", "lens", ""),
            ("engagement", "lens", ""),
            ("delivery", "lens", ""),
        )
    ),
)

FOOTPRINTS = (
    {"code": "A", "number": "1", "name": "Alder", "region": "North", "population": "1,200,000",
     "ccg_count": "3", "source": "the map"},
    {"code": "B", "number": "2", "name": "Birch", "region": "South"},
    {"code": "C", "number": "3", "name": "Cedar", "region": "South"},
    {"code": "D", "number": "4", "name": "Damson", "region": "South"},
)  # fmt: skip

ENTITIES = (
    Entity("hospital-royal", "hospital", "Alder Royal", "A", ("Royal",)),
    Entity("trust-far", "trust", "A Trust of Elsewhere", "Z"),
)


class Writer:
    """Writes the records of a plan: each passage on a line of its own, labels and figures by its words."""

    def __init__(self, plan: str) -> None:
        self.plan = plan
        self.said: list[object] = []
        self.texts: dict[int, list[Passage]] = {}

    def passage(
        self,
        page: int,
        text: str,
        labels: dict[str, float] | None = None,
        strength: str = "none",
        figures: Iterable[tuple[str, float, str, dict[str, object]]] = (),
        mentions: Iterable[tuple[str, str]] = (),
        section: str = "Our plan",
        kind: str = "paragraph",
        quote: str = "",
    ) -> str:
        here = self.texts.setdefault(page, [])
        ref = f"{self.plan}/p{page}/s{len(here) + 1}"
        start = sum(len(each.text) + 2 for each in here)
        top = 0.1 * len(here)
        here.append(
            Passage(
                ref=ref, fingerprint=hashlib.sha256(text.encode()).hexdigest()[:16], page=page,
                section=section, kind=kind, context="", text=text, words=len(text.split()),
                text_source="native",
                slices=(Slice(page, start, start + len(text)),),
                lines=(PassageLine(page, 0, len(text), 0.1, top, 0.9, top + 0.05),),
            )
        )  # fmt: skip
        given = labels or {}
        self.said.append(Labels(ref, tuple(Label(each, p, p >= 0.5) for each, p in given.items()), {}))
        self.said.append(Strength(ref, strength))
        quote = quote or text
        at = text.index(quote)
        for theme, p in given.items():
            if p >= 0.5 and theme in ("acute_reconfiguration", "primary_care", "organisational_arrangements"):
                self.said.append(Finding(ref, theme, p, strength, quote, at, at + len(quote), page))
        for words, value, what, more in figures:
            at = text.index(words)
            values = {"value_high": None, "unit": "", "direction": "", "by_year": None, "counts": "", **more}
            self.said.append(
                Quantity(ref=ref, kind=what, value=value, text=words, start=at, end=at + len(words), **values)
            )
        for words, entity in mentions:
            at = text.index(words)
            self.said.append(Mention(ref, entity, "hospital", words, at, at + len(words)))
        return ref

    def records(self, *issues: Issue, unread: Iterable[int] = ()) -> list[object]:
        pages = [
            Page(number, 595, 842, "\n\n".join(each.text for each in passages))
            for number, passages in self.texts.items()
        ]
        pages += [Page(number, 595, 842, text_source="none") for number in unread]
        passages = [each for page in self.texts.values() for each in page]
        return [*issues, *sorted(pages, key=lambda page: page.page), *passages, *self.said]


def plans() -> list[tuple[Plan, list[object]]]:
    """Alder has a plan of two pages, Birch one with an unread page and a draft, Cedar a refused one; Damson
    none."""
    alder = Writer("alder")
    alder.passage(
        1,
        "Demand has grown. We will close 40 beds at the Royal by 2020, saving £2m.",
        {"acute_reconfiguration": 0.9, "acute_reconfiguration>hospital_capacity": 0.8, "finance": 0.71236,
         "delivery": 0.6, "primary_care": 0.2},
        "commitment",
        [("40 beds", 40, "beds", {"direction": "down", "counts": "beds", "unit": "beds"}),
         ("2020", 2020, "date", {"by_year": 2020}), ("£2m", 2e6, "money", {"counts": "saving"})],
        [("Royal", "hospital-royal")],
        quote="We will close 40 beds at the Royal by 2020, saving £2m.",
    )  # fmt: skip
    alder.passage(
        1,
        "Neighbourhood teams will care for people at home instead.",
        {"primary_care": 0.8, "primary_care>integrated_community_care": 0.7},
        "proposal",
    )
    alder.passage(
        2,
        "Doing nothing leaves a gap of £300m by 2020/21. It grows.",
        {"finance": 0.95},
        "context",
        [("£300m", 3e8, "money", {"counts": "gap", "by_year": 2020})],
        section="Money",
    )
    alder.passage(2, HOSTILE, {"acute_reconfiguration": 0.55}, "aspiration",
                  [("12 beds", 12, "beds", {"direction": "down"})], section="Annex")  # fmt: skip
    birch = Writer("birch")
    birch.passage(
        1,
        "We want the two groups to become one commissioner for all of our people in the years to come.",
        {"organisational_arrangements": 0.9, "organisational_arrangements>commissioning": 0.9},
        "aspiration",
    )
    draft = Writer("birch-draft")
    draft.passage(1, "We will close 9 beds.", {"acute_reconfiguration": 0.9}, "commitment",
                  [("9 beds", 9, "beds", {})])  # fmt: skip
    refused = Issue("extract", "error", "refused", "the file is encrypted", "ask for an open copy")
    return [
        (Plan("alder", "A", "Alder's plan", published="2016-10", url="https://example.org/a.pdf",
              specimen=True),
         alder.records(Issue("extract", "info", "ligatures", "two ligatures", page=2))),
        (Plan("birch", "B", "Birch's plan", archive_url="https://example.org/old/b.pdf"),
         birch.records(unread=[2])),
        (Plan("birch-draft", "B", "Birch's draft", kind="draft"), draft.records()),
        (Plan("cedar", "C", "Cedar's plan"), [refused]),
    ]  # fmt: skip


def database(
    given: Iterable[tuple[Plan, list[object]]] | None = None, path: object = None, **more: object
) -> sqlite_utils.Database:
    db = sqlite_utils.Database(path, strict=True) if path else sqlite_utils.Database(memory=True, strict=True)
    load.database(
        db, codebook=CODEBOOK, footprints=FOOTPRINTS, entities=ENTITIES,
        plans=plans() if given is None else given, meta={"codebook_version": "1"}, **more,
    )  # fmt: skip
    return db


def rows(db: sqlite_utils.Database, sql: str, *values: object) -> list[tuple[object, ...]]:
    return db.execute(sql, values).fetchall()


def test_plans_and_what_became_of_them() -> None:
    db = database()
    assert rows(
        db,
        "SELECT id, page_count, unread_pages, passage_count, finding_count, status, note, specimen "
        "FROM plans",
    ) == [
        ("alder", 2, 0, 4, 3, "read", "", 1),
        ("birch", 2, 1, 1, 1, "read", "", 0),
        ("birch-draft", 1, 0, 1, 1, "read", "", 0),
        ("cedar", 0, 0, 0, 0, "refused", "the file is encrypted", 0),
    ]


@pytest.mark.parametrize(
    ("codes", "pages", "status"),
    [
        ((), 0, ("missing", "")),
        ((), 1, ("read", "")),
        (("missing",), 0, ("missing", "about missing")),
        (("ligatures",), 1, ("read", "")),
        (("rescued", "ligatures"), 1, ("rescued", "about rescued")),
        (("rescued", "failed"), 1, ("failed", "about failed")),
        (("failed", "refused"), 0, ("refused", "about refused")),
        (("no_words",), 0, ("failed", "about no_words")),
    ],
)
def test_status_is_what_weighs_most(codes: tuple[str, ...], pages: int, status: tuple[str, str]) -> None:
    issues = [Issue("extract", "error", code, f"about {code}") for code in codes]
    db = database([(Plan("alder", "A", "Alder"), [*issues, *(Page(n + 1, 1, 1) for n in range(pages))])])
    assert rows(db, "SELECT status, note FROM plans") == [status]


def test_a_file_refused_when_it_was_registered_is_refused() -> None:
    plan = Plan("alder", "A", "Alder", status="refused", note="a web page")
    assert rows(database([(plan, [])]), "SELECT status, note FROM plans") == [("refused", "a web page")]


def test_passages_and_their_labels() -> None:
    db = database()
    assert rows(
        db,
        "SELECT id, ref, page, section, strength, themes, subthemes, lenses, finance, engagement, delivery "
        "FROM passages WHERE plan = 'alder'",
    ) == [
        (1, "alder/p1/s1", 1, "Our plan", "commitment", "acute_reconfiguration",
         "acute_reconfiguration>hospital_capacity", "finance, delivery", 1, 0, 1),
        (2, "alder/p1/s2", 1, "Our plan", "proposal", "primary_care",
         "primary_care>integrated_community_care", "", 0, 0, 0),
        (3, "alder/p2/s1", 2, "Money", "context", "", "", "finance", 1, 0, 0),
        (4, "alder/p2/s2", 2, "Annex", "aspiration", "acute_reconfiguration", "", "", 0, 0, 0),
    ]  # fmt: skip
    assert rows(
        db,
        "SELECT theme, probability, accepted, method, evidence FROM passage_themes "
        "WHERE passage = 1 ORDER BY rowid",
    ) == [
        ("acute_reconfiguration", 0.9, 1, "model", "{}"),
        ("acute_reconfiguration>hospital_capacity", 0.8, 1, "model", "{}"),
        ("primary_care", 0.2, 0, "model", "{}"),
        ("finance", 0.712, 1, "model", "{}"),
        ("delivery", 0.6, 1, "model", "{}"),
    ]


def test_findings_say_what_makes_them_checkable() -> None:
    quote = "We will close 40 beds at the Royal by 2020, saving £2m."
    assert rows(database(), "SELECT * FROM findings WHERE passage < 3") == [
        (1, 1, "acute_reconfiguration", 0.9, "commitment", quote, 18, 73, 1,
         "acute_reconfiguration>hospital_capacity", 1, 1, 1, 1, 1),
        (2, 2, "primary_care", 0.8, "proposal",
         "Neighbourhood teams will care for people at home instead.", 0, 57, 1,
         "primary_care>integrated_community_care", 0, 0, 0, 0, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("section", "between", "alternative"), [("Beds", 0, 1), ("Homes", 0, 0), ("Beds", 1, 0)]
)
def test_community_care_stands_beside_a_cut(section: str, between: int, alternative: int) -> None:
    writer = Writer("alder")
    writer.passage(1, "We will close 40 beds.", {"acute_reconfiguration": 0.9}, "commitment",
                   [("40 beds", 40, "beds", {"direction": "down"})], section="Beds")  # fmt: skip
    for _ in range(between):
        writer.passage(1, "Something else is said here.", section="Beds")
    care = {"primary_care": 0.9, "primary_care>integrated_community_care": 0.9}
    writer.passage(1, "Teams will care at home.", care, "proposal", section=section)
    db = database([(Plan("alder", "A", "Alder"), writer.records())])
    assert rows(db, "SELECT beds_down, alternative FROM findings WHERE theme = 'acute_reconfiguration'") == [
        (1, alternative)
    ]


def test_a_year_before_the_plan_dates_nothing() -> None:
    writer = Writer("alder")
    writer.passage(1, "Beds fell in 2014.", {"acute_reconfiguration": 0.9}, "context",
                   [("2014", 2014, "date", {"by_year": 2014})])  # fmt: skip
    for published, dated in (("2016-10-21", 0), ("", 1)):
        db = database([(Plan("alder", "A", "Alder", published=published), writer.records())])
        assert rows(db, "SELECT dated FROM findings") == [(dated,)]


def test_figures_and_mentions_keep_their_place_and_sentence() -> None:
    db = database()
    assert rows(
        db,
        """SELECT qu.id, qu.kind, value, qu.text, qu.page,
            substr(pa.text, quote_start + 1, quote_end - quote_start)
        FROM quantities qu JOIN passages pa ON pa.id = qu.passage WHERE pa.id IN (1, 3) ORDER BY qu.id""",
    ) == [
        (1, "beds", 40.0, "40 beds", 1, "We will close 40 beds at the Royal by 2020, saving £2m."),
        (2, "date", 2020.0, "2020", 1, "We will close 40 beds at the Royal by 2020, saving £2m."),
        (3, "money", 2e6, "£2m", 1, "We will close 40 beds at the Royal by 2020, saving £2m."),
        (4, "money", 3e8, "£300m", 2, "Doing nothing leaves a gap of £300m by 2020/21."),
    ]
    assert rows(db, "SELECT * FROM mentions") == [(1, "hospital-royal", "loss", "Royal", 47, 52, 1)]
    assert rows(db, "SELECT id, footprint FROM entities") == [("hospital-royal", "A"), ("trust-far", None)]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("We save £2m. Dr. Smith leads.", "£2m", "We save £2m."),
        ("First. At St. Mary's we close 3 wards. Then rest.", "3 wards", "At St. Mary's we close 3 wards."),
        ('He said "we save £2m." Then he left.', "£2m", 'He said "we save £2m."'),
        ("It costs £1.2 million in all", "£1.2 million", "It costs £1.2 million in all"),
    ],
)
def test_the_sentence_around_a_figure(text: str, words: str, expected: str) -> None:
    passage = Passage("r", "f", 1, "", "paragraph", "", text, 1, "native", (), ())
    start, end = sentence(passage, text.index(words), text.index(words) + len(words), ())
    assert text[start:end] == expected
    row = msgspec.structs.replace(passage, kind="table_row")
    assert sentence(row, 9, 10, ()) == (0, len(text))


def test_footprints_keep_what_else_the_file_says() -> None:
    db = database()
    assert rows(
        db, "SELECT code, population, ccg_count, specimen, details FROM footprints WHERE number < 3"
    ) == [
        ("A", 1200000, 3, 1, '{"source": "the map"}'),
        ("B", None, None, 0, "{}"),
    ]
    with pytest.raises(ValueError, match=r"footprints.csv, X: ccg_count is 'many', not a number"):
        load.database(
            sqlite_utils.Database(memory=True), codebook=CODEBOOK, entities=(), plans=(), meta={},
            footprints=[{"code": "X", "ccg_count": "many"}],
        )  # fmt: skip


def test_all_footprints_of_a_specimen_corpus_are_specimens() -> None:
    db = database([(Plan("alder", "A", "Alder", specimen=True), [])])
    assert rows(db, "SELECT DISTINCT specimen FROM footprints") == [(1,)]


def test_a_plan_of_an_unknown_footprint_is_loaded_and_said() -> None:
    db = database([(Plan("far", "Q", "Far"), [Page(1, 1, 1)])])
    assert rows(db, "SELECT name FROM footprints WHERE code = 'Q'") == [("Q",)]
    assert rows(db, "SELECT plan, severity, code FROM issues") == [("far", "warning", "footprint-unknown")]


def test_records_that_contradict_each_other_are_refused_and_nothing_is_written() -> None:
    db = sqlite_utils.Database(memory=True)
    for record in (
        Strength("nowhere", "none"),
        Labels("nowhere", (), {}),
        Finding("nowhere", "", 0, "", "", 0, 0, 1),
    ):
        with pytest.raises(ValueError, match="plan alder: there is no passage 'nowhere'"):
            load.database(
                db, codebook=CODEBOOK, footprints=FOOTPRINTS, entities=(), meta={},
                plans=[(Plan("alder", "A", "Alder"), [record])],
            )  # fmt: skip
        assert db.table_names() == []
    writer = Writer("alder")
    writer.passage(1, "Words.", {"astrology": 0.9})
    with pytest.raises(ValueError, match="passage alder/p1/s1: the codebook has no label astrology"):
        database([(Plan("alder", "A", "Alder"), writer.records())])


def test_rows_that_refer_to_nothing_are_refused() -> None:
    writer = Writer("alder")
    writer.passage(1, "The Mill is to close.", mentions=[("Mill", "hospital-unknown")])
    page, *others = writer.records()
    with pytest.raises(ValueError, match="plan alder, mentions: FOREIGN KEY constraint failed"):
        database([(Plan("alder", "A", "Alder"), [page, *others])])
    with pytest.raises(ValueError, match="plan alder, passages: FOREIGN KEY constraint failed"):
        database([(Plan("alder", "A", "Alder"), others)])
    with pytest.raises(ValueError, match="plan alder, pages: UNIQUE constraint failed"):
        database([(Plan("alder", "A", "Alder"), [page, page, *others])])
    with pytest.raises(ValueError, match="plan alder: two passages have the ref alder/p1/s1"):
        database([(Plan("alder", "A", "Alder"), [page, *others, others[0]])])


def test_a_lens_only_finding_carries_the_strength_alone() -> None:
    writer = Writer("alder")
    ref = writer.passage(1, "The gap is large.", {"finance": 0.9})
    record = Finding(ref, "", 0.9, "context", "The gap is large.", 0, 17, 1)
    db = database([(Plan("alder", "A", "Alder"), [*writer.records(), record])])
    assert rows(db, "SELECT strength FROM passages") == [("context",)]
    assert rows(db, "SELECT count(*) FROM findings") == [(0,)]


def test_labels_of_people_hold_for_the_words_they_saw() -> None:
    fingerprint = plans()[0][1][3].fingerprint
    coding = {
        "ref": "alder/p1/s1",
        "fingerprint": fingerprint,
        "kind": "theme",
        "label": "workforce",
        "value": 0,
        "annotator": "AB",
        "at": "2026-01-02",
        "codebook_version": 1,
        "blind": True,
    }
    db = database(labels=[coding, {**coding, "fingerprint": "other"}])
    assert rows(db, "SELECT id, passage, value, round, details FROM labels") == [
        (1, 1, "0", "", '{"blind": true}'),
        (2, None, "0", "", '{"blind": true}'),
    ]


def test_runs_are_kept_and_not_part_of_the_digest() -> None:
    run = {"stage": "find", "plan": "alder", "started": "2026-01-02T03:04", "seconds": 1.5, "made": 3}
    db = database(runs=[run, {"stage": "load", "plan": "gone"}])
    assert rows(db, "SELECT * FROM runs") == [
        (1, "find", "alder", "2026-01-02T03:04", 1.5, '{"made": 3}'),
        (2, "load", None, "", None, "{}"),
    ]
    assert verify.digest(db) == verify.digest(database())


def test_the_same_inputs_give_the_same_bytes(tmp_path) -> None:
    for name in ("one.db", "two.db"):
        database(path=tmp_path / name).close()
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()


def test_hostile_words_are_only_words() -> None:
    db = database()
    assert rows(db, "SELECT quote FROM findings WHERE passage = 4") == [(HOSTILE,)]
    assert rows(
        db, "SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?", db.quote_fts('DROP TABLE "findings"')
    ) == [(4,)]


def test_search_finds_words_by_their_stem() -> None:
    assert rows(
        database(), "SELECT rowid FROM passages_fts WHERE passages_fts MATCH 'closing bed' ORDER BY rowid"
    ) == [(1,), (4,), (6,)]


# The contract of the schema


CONTRACT = {
    "footprints": "code number name region population lead lead_organisation ccg_count",
    "plans": "id footprint title kind published url archive_url sha256 bytes page_count status note specimen",
    "pages": "id plan page width height text text_source furniture",
    "passages": "id ref fingerprint plan page section kind context text words text_source strength",
    "passage_boxes": "passage line page start end x0 y0 x1 y1",
    "themes": "id parent axis label definition",
    "passage_themes": "passage theme probability accepted method evidence",
    "findings": "id passage theme probability strength quote quote_start quote_end page",
    "quantities": "id passage kind value value_high unit direction by_year counts text start end",
    "entities": "id kind name footprint",
    "mentions": "passage entity text start end",
    "repeats": "passage cluster similarity",
    "labels": "id",
    "corrections": "id passage ref field machine_value corrected_value reason who at status",
    "issues": "id plan page stage severity code message mend",
    "runs": "id",
    "columns": "table column description",
    "meta": "key value",
    "findings_readable": "ref footprint plan page theme theme_label subthemes strength probability "
    "finance engagement delivery quote section text_source link specimen",
    "passages_readable": "ref footprint plan page specimen",
    "theme_by_footprint": "footprint theme findings specimen",
    "ambition_and_delivery": "footprint theme dated owned costed specimen",
    "beds_by_footprint": "footprint quote page strength probability link specimen",
    "money_by_footprint": "footprint quote page strength probability link specimen",
    "staff_by_footprint": "footprint quote page strength probability link specimen",
    "sites_at_risk": "hospital change finding strength quote page probability link specimen",
    "service_changes": "footprint hospitals quote page strength probability link specimen",
    "capacity_cuts": "footprint beds hospitals alternative quote page strength probability link specimen",
    "organisation_changes": "footprint quote page strength probability link specimen",
    "said_in_many_plans": "plans quote page strength probability link specimen",
    "said_in_one_plan": "quote page strength probability link specimen",
    "conflicts": "value quote page strength probability link specimen",
    "coverage": "footprint plans pages unread_pages passages findings status reason specimen",
}


@pytest.mark.parametrize("name", CONTRACT)
def test_names_are_those_of_the_contract(name: str) -> None:
    db = database()
    assert set(CONTRACT[name].split()) <= set(db[name].columns_dict)
    assert db[name].exists()


def test_every_table_is_strict_and_every_foreign_key_is_indexed() -> None:
    db = database()
    for name in TABLES:
        assert db.table(name).strict, name
        leading = [tuple(index.columns) for index in db.table(name).indexes] + [tuple(db.table(name).pks)]
        for key in db.table(name).foreign_keys:
            assert any(index[: len(key.columns)] == key.columns for index in leading), key
    assert sum(len(db.table(name).foreign_keys) for name in TABLES) == 21


def test_every_table_view_and_column_is_described() -> None:
    db = database()
    described = dict(rows(db, 'SELECT "table" || "." || "column", description FROM columns'))
    for name in (*TABLES, *VIEWS):
        for column in ("", *db[name].columns_dict):
            assert described.pop(f"{name}.{column}").strip(), (name, column)
    assert sorted(described) == ["passages_fts.", "passages_fts.text"]


# Corrections


def corrected(*changes: dict[str, str]) -> sqlite_utils.Database:
    fingerprints = {
        record.ref: record.fingerprint
        for _, said in plans()
        for record in said
        if isinstance(record, Passage)
    }
    base = {"ref": "alder/p1/s1", "machine": "", "reason": "read it", "who": "AB", "at": "2026-01-02"}
    given = [
        {"fingerprint": fingerprints.get(each.get("ref", "alder/p1/s1"), ""), **base, **each}
        for each in changes
    ]
    return database(corrections=given)


def test_a_corrected_strength_changes_passage_and_findings() -> None:
    db = corrected({"field": "strength", "corrected": "proposal"})
    assert rows(db, "SELECT strength FROM passages WHERE id = 1") == [("proposal",)]
    assert rows(db, "SELECT strength FROM findings WHERE passage = 1") == [("proposal",)]
    assert rows(db, "SELECT * FROM corrections") == [
        (1, 1, "alder/p1/s1", "strength", "commitment", "proposal", "read it", "AB", "2026-01-02", "applied")
    ]
    assert list(verify.problems(db)) == []


def test_a_theme_taken_away_takes_its_finding_and_subthemes() -> None:
    db = corrected({"field": "theme:acute_reconfiguration", "corrected": "no"})
    assert rows(db, "SELECT themes, subthemes, strength FROM passages WHERE id = 1") == [
        ("", "", "commitment")
    ]
    assert rows(db, "SELECT count(*) FROM findings WHERE passage = 1") == [(0,)]
    assert rows(
        db,
        "SELECT theme, probability, accepted, method FROM passage_themes "
        "WHERE passage = 1 AND theme LIKE 'a%'",
    ) == [
        ("acute_reconfiguration", 0.9, 0, "gold"),
        ("acute_reconfiguration>hospital_capacity", 0.8, 0, "gold"),
    ]
    assert rows(db, "SELECT machine_value, status FROM corrections") == [("yes", "applied")]
    assert list(verify.problems(db)) == []


def test_a_passage_without_any_label_left_has_no_strength() -> None:
    db = corrected({"ref": "alder/p2/s1", "field": "theme:finance", "corrected": "no"})
    assert rows(db, "SELECT lenses, strength FROM passages WHERE id = 3") == [("", "none")]


def test_a_subtheme_given_brings_its_theme_and_a_finding() -> None:
    db = corrected({"field": "theme:primary_care>integrated_community_care", "corrected": "yes"})
    sql = "SELECT theme, probability, strength, quote, subthemes FROM findings WHERE passage = 1"
    assert rows(db, sql)[1:] == [
        ("primary_care", 0.2, "commitment", "We will close 40 beds at the Royal by 2020, saving £2m.",
         "primary_care>integrated_community_care")
    ]  # fmt: skip
    assert list(verify.problems(db)) == []


def test_a_corrected_figure_is_a_figure_still_and_an_empty_one_is_none() -> None:
    db = corrected(
        {"field": "quantity:40 beds", "corrected": "1,400"}, {"field": "quantity:£2m", "corrected": ""}
    )
    assert rows(db, "SELECT kind, value FROM quantities WHERE passage = 1") == [
        ("beds", 1400.0),
        ("date", 2020.0),
    ]
    assert rows(db, "SELECT machine_value, corrected_value FROM corrections") == [
        ("40", "1,400"),
        ("2000000", ""),
    ]
    assert rows(db, "SELECT costed FROM findings WHERE passage = 1") == [(0,)]


@pytest.mark.parametrize(
    ("change", "message", "mend"),
    [
        (
            {"fingerprint": "old"},
            "its passage has other words now",
            "put it right in corrections.csv, or take it out",
        ),
        (
            {"ref": "alder/p9/s1"},
            "there is no such passage now",
            "put it right in corrections.csv, or take it out",
        ),
        ({"ref": "zebra/p1/s1"}, "there is no plan zebra", "put it right in corrections.csv, or take it out"),
        ({"corrected": "huge"}, "'huge' is none of none, context, aspiration, proposal, commitment", "put"),
        ({"field": "theme:stars", "corrected": "yes"}, "the codebook has no label 'stars'", "put"),
        ({"field": "theme:finance", "corrected": "?"}, "'?' is neither yes nor no", "put"),
        ({"field": "quantity:7 beds", "corrected": "8"}, "no figure is printed '7 beds' there", "put"),
        ({"field": "quantity:40 beds", "corrected": "lots"}, "'lots' is not a number", "put"),
        ({"field": "colour"}, "'colour' is not theme:ID, strength or quantity:WORDS", "put"),
    ],
)
def test_a_correction_that_cannot_be_applied_is_stale_and_said(
    change: dict[str, str], message: str, mend: str
) -> None:
    db = corrected({"field": "strength", "corrected": "proposal", "machine": "aspiration", **change})
    assert rows(db, "SELECT passage, machine_value, status FROM corrections") == [
        (None, "aspiration", "stale")
    ]
    ((said, advice),) = rows(db, "SELECT message, mend FROM issues WHERE code = 'correction-stale'")
    assert said.endswith(f"by AB) was not applied: {message}")
    assert advice.startswith(mend)
    plain = database()
    for table in ("passages", "findings", "quantities", "passage_themes"):
        assert rows(db, f"SELECT * FROM {table}") == rows(plain, f"SELECT * FROM {table}")


def test_a_correction_whose_words_moved_says_where() -> None:
    fingerprint = plans()[0][1][4].fingerprint
    db = corrected({"field": "strength", "corrected": "context", "fingerprint": fingerprint})
    assert rows(db, "SELECT plan, page, mend FROM issues WHERE code = 'correction-stale'") == [
        ("alder", 1, "the words that were corrected now stand at alder/p1/s2: give that ref")
    ]


def test_evidence_is_json() -> None:
    writer = Writer("alder")
    ref = writer.passage(1, "Beds close.")
    evidence = {"words": [["beds", 0.5]], "terms": ["ward's “end”"]}
    record = Labels(ref, (Label("finance", 0.61249, True, "codebook", evidence),), {})
    db = database([(Plan("alder", "A", "Alder"), [*writer.records(), record])])
    ((kept, probability, method),) = rows(db, "SELECT evidence, probability, method FROM passage_themes")
    assert (json.loads(kept), probability, method) == (evidence, 0.612, "codebook")
