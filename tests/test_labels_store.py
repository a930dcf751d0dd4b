"""labels.db: what is added stays, two writers do not disturb each other, and load copies what holds."""

import sqlite3
import subprocess
import sys

import msgspec
import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from pipeline import codebook
from pipeline.labels.coding import Coding, changes, fault, in_force, judgements, kind_of, utc
from pipeline.labels.store import NAME, Store, read
from tests.conftest import ROOT, invoke, keep

FRAME = codebook.read()
AT = "2026-05-04T09:30:00Z"
REF = "stonebeck-2016-10/p3/s1"


def coding(label="workforce", value="yes", **rest):
    kind = kind_of(label, FRAME) if label in FRAME.ids() else label
    given = {
        "ref": REF, "fingerprint": "f", "kind": kind, "label": label if kind != label else "",
        "value": value, "annotator": "anna", "at": AT, "round": "first", "codebook_version": FRAME.version,
    }  # fmt: skip
    return Coding(**given | rest)


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / NAME) as opened:
        yield opened


def held(rows):
    return [(row.label or row.kind, row.value) for row in in_force(rows)]


def test_what_is_added_is_numbered_and_read_again(store, tmp_path):
    rows = [coding(), coding("strength", "commitment"), coding("note", "a doubt"), coding(start=3, end=9)]
    assert store.add(rows, FRAME) == [1, 2, 3, 4]
    again = [msgspec.structs.replace(row, id=number) for number, row in enumerate(rows, start=1)]
    assert store.rows() == store.of(REF) == read(tmp_path / NAME) == again
    assert store.of("another") == []


def test_reading_where_there_is_no_store_makes_none(tmp_path):
    assert read(tmp_path / NAME) == []
    assert not (tmp_path / NAME).exists()


def test_rows_can_be_neither_changed_nor_deleted(store, tmp_path):
    store.add([coding()], FRAME)
    with sqlite3.connect(tmp_path / NAME) as db:
        for sql in ("UPDATE labels SET value = 'no'", "DELETE FROM labels", "REPLACE INTO labels SELECT * "
                    "FROM labels"):  # fmt: skip
            with pytest.raises(sqlite3.IntegrityError):
                db.execute("PRAGMA recursive_triggers = ON")
                db.execute(sql)
    assert [row.value for row in store.rows()] == ["yes"]


def test_an_undo_is_a_row_and_brings_back_what_was_there_before(store):
    store.add([coding("strength", "context"), coding("strength", "proposal")], FRAME)
    assert held(store.rows()) == [("strength", "proposal")]
    assert store.undo(2, annotator="anna", at=AT) == 3
    assert held(store.rows()) == [("strength", "context")]
    assert [row.kind for row in store.rows()] == ["strength", "strength", "undo"]


def test_only_ones_own_rows_are_undone_and_only_once(store):
    store.add([coding()], FRAME)
    for number, who in ((1, "ben"), (7, "anna")):
        with pytest.raises(ValueError, match="has no row"):
            store.undo(number, annotator=who, at=AT)
    store.undo(1, annotator="anna", at=AT)
    with pytest.raises(ValueError, match="taken back already"):
        store.undo(1, annotator="anna", at=AT)
    with pytest.raises(ValueError, match="has no row"):
        store.undo(2, annotator="anna", at=AT)
    assert held(store.rows()) == []


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (coding(annotator="model"), "is not a name"),
        (coding(annotator=" "), "is not a name"),
        (coding(round="a=b"), "is not a name"),
        (coding(at="2026-05-04 09:30"), "is not UTC"),
        (coding(at="2026-05-04T09:30:00+02:00"), "is not UTC"),
        (coding(start=4, end=4), "no part of a text"),
        (coding(start=4), "no part of a text"),
        (msgspec.structs.replace(coding(), label="astrology"), "has no label 'astrology'"),
        (coding("finance", kind="theme"), "finance is a lens"),
        (coding(value="perhaps"), "neither yes nor no"),
        (coding("strength", "strong"), "none of none, context"),
        (coding("note", "x" * 4001), "at most 4,000"),
        (coding("note", "\x00"), "printable"),
        (coding("strength", "context", start=0, end=3), "whole passage"),
        (coding("undo", "1"), ""),
        (coding("verdict", "x"), "the kind 'verdict'"),
    ],
)
def test_what_says_nothing_is_refused_and_nothing_of_the_lot_is_kept(store, row, says):
    if says:
        assert says in fault(row, FRAME)
    with pytest.raises(ValueError, match=says or "take it back with undo"):
        store.add([coding(), row], FRAME)
    assert store.rows() == []


def test_a_file_that_is_no_store_is_refused(tmp_path):
    (tmp_path / NAME).write_text("ref,label\n" * 100)
    with pytest.raises(ValueError, match="is not a store of labels"):
        Store(tmp_path / NAME)


WRITER = """
import sys
from pathlib import Path
from pipeline import codebook
from pipeline.labels.coding import Coding
from pipeline.labels.store import Store
frame = codebook.read()
with Store(Path(sys.argv[1])) as store:
    for n in range(40):
        rest = ("context", sys.argv[2], "2026-05-04T09:30:00Z", "first", "1.0")
        row = Coding(f"p/p1/s{n}", "f", "strength", "", *rest)
        print(store.add([row, row], frame)[1], flush=True)
"""


def test_two_writers_at_once_lose_nothing_not_even_when_one_is_killed(tmp_path):
    path = tmp_path / NAME
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, path, who], cwd=ROOT, stdout=subprocess.PIPE)
        for who in ("anna", "ben")
    ]
    for _ in range(10):
        promised = int(writers[1].stdout.readline())
    writers[1].kill()
    told = [int(line) for line in writers[0].communicate()[0].split()]
    writers[1].communicate()
    rows = {row.id: row for row in read(path)}
    assert writers[0].returncode == 0
    assert len(told) == 40 and all(rows[number].annotator == "anna" for number in told)
    assert rows[promised].annotator == "ben"
    assert len(rows) % 2 == 0 and sorted(rows) == list(range(1, len(rows) + 1))


def test_no_takes_a_label_back_with_all_its_marked_places_or_one_of_them():
    marked = [coding(start=0, end=5), coding(start=6, end=9), coding("finance")]
    numbered = [msgspec.structs.replace(row, id=n) for n, row in enumerate(marked, start=1)]
    assert held([*numbered, coding(value="no", start=6, end=9)]) == [
        ("workforce", "yes"),
        ("finance", "yes"),
    ]
    assert held([*numbered, coding(value="no")]) == [("finance", "yes")]


def test_a_subtheme_brings_its_theme_and_a_note_alone_is_no_judgement():
    rows = in_force([coding("enablers>estates"), coding("note", "hm", ref="p/p1/s2")])
    (one,) = judgements(rows, FRAME)
    assert (one.labels, one.strength) == ({"enablers", "enablers>estates"}, "")
    (none,) = judgements([coding("strength", "none")], FRAME)
    assert (none.labels, none.strength, none.annotator) == (frozenset(), "none", "anna")


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("2026-05-04T09:30:00Z", "2026-05-04T09:30:00Z"),
        ("2026-05-04T10:30:00+01:00", "2026-05-04T09:30:00Z"),
        ("2026-05-04 09:30", "2026-05-04T09:30:00Z"),
        ("2026-05-04T09:30:00.250000Z", "2026-05-04T09:30:00.250000Z"),
        ("yesterday", ""),
    ],
)
def test_times_are_told_in_utc(time, said):
    assert utc(time) == said


PLACES = st.sampled_from([(None, None), (0, 4), (2, 9)])
ROWS = st.lists(
    st.builds(
        lambda what, place, who, at: coding(
            what[0], what[1], annotator=who, at=f"2026-05-04T09:30:{at:02}Z",
            **({"start": place[0], "end": place[1]} if what[0] in FRAME.ids() else {}),
        ),
        st.sampled_from([("workforce", "yes"), ("workforce", "no"), ("finance", "yes"), ("strength", "none"),
                         ("strength", "context"), ("note", "so"), ("enablers>estates", "yes")]),
        PLACES, st.sampled_from(["anna", "ben"]), st.integers(0, 59),
    ),
    max_size=12,
)  # fmt: skip


@given(ROWS, ROWS)
def test_changes_make_what_is_wanted_hold_and_leave_other_judgements_alone(before, wanted):
    numbered = [msgspec.structs.replace(row, id=n) for n, row in enumerate(before, start=1)]
    now, after = in_force(numbered), in_force(wanted)
    reached = in_force([*numbered, *changes(after, now)])
    spoken_of = {row.unit for row in after}
    plain = [msgspec.structs.replace(row, id=0) for row in reached]
    kept = [msgspec.structs.replace(row, id=0) for row in now if row.unit not in spoken_of]
    assert [row for row in plain if row.unit in spoken_of] == after
    assert [row for row in plain if row.unit not in spoken_of] == kept
    assert changes(after, reached) == []


def test_load_copies_what_holds_and_flags_what_does_not(small, tmp_path):
    out = tmp_path / "out"
    keep(small, "stonebeck-2016-10")
    for stage in ("fetch", "extract", "segment", "load"):
        assert invoke(stage, "--corpus", small, "--outputs", out).exit_code == 0
    db = sqlite_utils.Database(out / "stp.db")
    (one, print_one), (two, print_two) = db.execute("SELECT ref, fingerprint FROM passages LIMIT 2")
    themes = list(db.execute("SELECT * FROM passage_themes"))
    db.close()
    with Store(small / NAME) as store:
        store.add(
            [
                coding(ref=one, fingerprint=print_one, start=0, end=4),
                coding("finance", ref=one, fingerprint=print_one),
                coding("strength", "context", ref=one, fingerprint="old", codebook_version="0.9"),
                coding("strength", "none", ref="gone/p1/s1", fingerprint=print_two),
            ],
            FRAME,
        )
        store.undo(2, annotator="anna", at=AT)
    assert invoke("load", "--corpus", small, "--outputs", out).output.startswith("load: 1 done")
    db = sqlite_utils.Database(out / "stp.db")
    assert list(db.execute("SELECT ref, passage, label, value, details FROM labels ORDER BY id")) == [
        ("gone/p1/s1", None, "", "none", "{}"),
        (one, 1, "workforce", "yes", '{"end": 4, "start": 0}'),
        (one, None, "", "context", "{}"),
    ]
    said = list(
        db.execute("SELECT code, plan, message, mend FROM issues WHERE code LIKE 'label-%' ORDER BY id")
    )
    assert said == [
        ("label-stale", None, "1 codings of gone/p1/s1 (anna) hold no longer: there is no such passage now",
         f"the words that were coded now stand at {two}: code that"),
        ("label-stale", one.split("/")[0], f"1 codings of {one} (anna) hold no longer: its passage has other "
         "words now", "code it again"),
        ("label-older-frame", None, "1 passages were coded by anna (round first) under version 0.9 of the "
         f"codebook; it is at {FRAME.version}",
         "read what changed in the codebook, and code them again where it matters"),
    ]  # fmt: skip
    assert list(db.execute("SELECT * FROM passage_themes")) == themes
    assert invoke("verify", "--outputs", out).exit_code == 0
