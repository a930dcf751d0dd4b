"""Files for other tools: what goes out comes back the same; what is broken is refused with its line."""

import csv
import io
import json
import re
import time
import zipfile
from xml.etree import ElementTree

import msgspec
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import codebook
from pipeline.labels import bundle as bundling
from pipeline.labels import csvfile, exchange, labelstudio, qda_codes, sample
from pipeline.labels.bundle import Asked, Bundle, ExchangeError
from pipeline.labels.coding import in_force, order
from pipeline.labels.sample import Passage
from pipeline.labels.store import NAME, read
from tests.conftest import SAMPLE, invoke
from tests.test_labels_store import AT, coding

FRAME = codebook.read()
TEXTS = (
    "• Beds at the two hospitals would go from 680 to 632 by March 2021.",
    "=SUM(A1) is no formula, 🏥 nor is it a +44 telephone – “quoted”, said 'she'",
    "Beds\t680\t632\nand a second line",
    "⟦not/a/head abc⟧ the same words the same words",
)
PASSAGES = [
    Passage(
        f"plan-{number % 2}/p1/s{number}", f"f{number}", "S01", 1, "A > B" if number else "", "bullet",
        "the same words" if number == 3 else "", text, {"workforce": 0.9}, ("workforce",), "proposal",
    )
    for number, text in enumerate(TEXTS)
]  # fmt: skip
ENDINGS = tuple(exchange.FORMATS)


def asked(passages=PASSAGES, **rest):
    known = {each.ref: {each.fingerprint: each.text} for each in passages}
    given = {"annotator": "", "round": "first", "at": "2026-06-01T00:00:00Z"} | rest
    return Asked(known, FRAME, **given)


def of(number, label="workforce", value="yes", **rest):
    passage = PASSAGES[number]
    return coding(label, value, ref=passage.ref, fingerprint=passage.fingerprint, **rest)


WORDS = (
    st.text(st.sampled_from("ab'=+-@\"\n\t;, é🏥<&>[]{}"), min_size=1, max_size=12)
    .map(str.strip)
    .filter(bool)
)
SPANS = st.sampled_from([(None, None), (0, 4), (2, 9), (5, 30)])
CODINGS = st.lists(
    st.builds(
        lambda number, what, span, who, second, version, note: of(
            number, what[0], note if what[0] == "note" else what[1], annotator=who,
            at=f"2026-05-04T09:30:{second:02}Z", codebook_version=version,
            **(dict(zip(("start", "end"), span, strict=True)) if what[0] in FRAME.ids() else {}),
        ),
        st.integers(0, len(TEXTS) - 1),
        st.sampled_from([("workforce", "yes"), ("finance", "yes"), ("primary_care>mental_health", "yes"),
                         ("strength", "none"), ("strength", "commitment"), ("note", "")]),
        SPANS, st.sampled_from(["anna", "Zoë B.", "ben@trust.example"]), st.sampled_from([0, 7, 31]),
        st.sampled_from(["1.0", "0.9"]), WORDS,
    ),
    max_size=14,
).map(in_force)  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=40, deadline=None)
@given(codings=CODINGS, blind=st.booleans())
def test_what_goes_out_comes_back_the_same(ending, codings, blind):
    packed = Bundle("first", PASSAGES, codings, FRAME, blind=blind)
    content = exchange.written(packed, ending)
    assert sorted(exchange.read(content, ending, asked()), key=order) == codings
    assert exchange.written(packed, ending) == content


SHOWN = {".csv": "workforce 0.90", ".xlsx": "workforce 0.90", ".json": "predictions", ".qdpx": 'name="model"'}


@pytest.mark.parametrize("ending", ENDINGS)
def test_blind_files_hold_nothing_of_the_model(ending):
    shown, hidden = (
        unpacked(exchange.written(Bundle("first", PASSAGES, [], FRAME, blind=blind), ending))
        for blind in (False, True)
    )
    assert SHOWN[ending] in shown.replace('"predictions":[]', "")
    assert SHOWN[ending] not in hidden.replace('"predictions":[]', "")


def unpacked(content):
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist())


def refusal(content, ending, **rest):
    with pytest.raises(ExchangeError) as caught:
        exchange.read(content, ending, asked(**rest))
    return str(caught.value)


def table(*rows, heads="ref,fingerprint,workforce,strength,note,annotator,at,exact"):
    return "\n".join([heads, *rows]).encode()


GOOD = "plan-0/p1/s0,f0,x,Context,,anna,2026-05-04 10:30+01:00,"


def test_a_table_is_read_as_people_fill_it_in():
    (label, strength) = exchange.read(
        b"\xef\xbb\xbf" + table(GOOD, "plan-1/p1/s1,f1,,,,anna,,"), ".csv", asked()
    )
    assert (label.label, label.value, label.at, label.round) == ("workforce", "yes", AT, "first")
    assert (strength.kind, strength.value, strength.codebook_version) == (
        "strength",
        "context",
        FRAME.version,
    )
    semicolons = table(GOOD).replace(b",", b";").replace(b"\n", b"\r\n")
    assert exchange.read(semicolons, ".csv", asked()) == [label, strength]
    row = b"plan-0/p1/s0,f0,no,none,-5 staff?,,,"
    (none, note) = exchange.read(table(row.decode()), ".csv", asked(annotator="ben"))
    assert (none.value, none.annotator, none.at) == ("none", "ben", "2026-06-01T00:00:00Z")
    assert note.value == "-5 staff?"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (table(GOOD, "plan-0/p1/s9,f0,x,,,anna,,"), "line 3: there is no passage 'plan-0/p1/s9'"),
        (table(GOOD, "plan-1/p1/s1,old,x,,,anna,,"), "line 3: the words of plan-1/p1/s1 are not those known"),
        (table(GOOD, GOOD), "line 3: plan-0/p1/s0 stands there twice for anna, first in line 2"),
        (table("plan-0/p1/s0,f0,perhaps,,,anna,,"), "line 2: 'perhaps' in the column workforce is"),
        (table("plan-0/p1/s0,f0,x,strong,,anna,,"), "line 2: the strength 'strong' is none of none, context"),
        (table("plan-0/p1/s0,f0,x,,,anna,yesterday,"), "line 2: 'yesterday' in the column at is no time"),
        (table("plan-0/p1/s0,f0,x,,,,,"), "line 2: the annotator '' is not a name"),
        (table("plan-0/p1/s0,f0,x,,,model,,"), "line 2: the annotator 'model' is not a name"),
        (table("plan-0/p1/s0,f0,x,,,anna,,[broken"), "line 2: the column exact cannot be read"),
        (table('plan-0/p1/s0,f0,x,,,anna,,"[[""workforce"",3,999,""2026-05-04T09:30:00Z"",""1.0""]]"'),
         "line 2: plan-0/p1/s0 has 67 characters, none up to 999"),
        (table('plan-0/p1/s0,f0,x,,,anna,,"[[""workforce"",9,3,""2026-05-04T09:30:00Z"",""1.0""]]"'),
         "line 2: the characters 9 to 3 are no part of a text"),
        (table("plan-0/p1/s0,f0,x,,,anna,,,,more"), "line 2: it has 10 cells for 8 columns"),
        (table('plan-0/p1/s0,f0,x,,"open,anna,,'), "line 2: it is not CSV"),
        (table(GOOD, heads="ref,fingerprint,astrology,strength,note,annotator,at,exact"),
         "line 1: the column 'astrology' is no label of the codebook 1.0"),
        (table(GOOD, heads="ref,ref,workforce,strength,note,annotator,at,exact"), "'fingerprint' is missing"),
        (b"", "the column 'ref' is missing"),
        (table("plan-0/p1/s0,f0,x,,caf\xe9,,,").replace(b"\xc3\xa9", b"\xe9"), "line 2: it is not in UTF-8"),
        (b"\x00" * 50, "'ref' is missing"),
        (table(GOOD, "plan-1/p1/s1,f1,x,Con")[:-2], "line 3: the file is cut off there"),
    ],
)  # fmt: skip
def test_a_broken_table_is_refused_with_its_line(content, says):
    assert says in refusal(content, ".csv")


def test_a_row_may_leave_out_empty_cells_at_its_end():
    content = table("plan-1/p1/s1,f1,x") + b"\n"
    assert len(exchange.read(content, ".csv", asked(annotator="anna"))) == 1


def test_lines_are_counted_over_cells_of_several_lines():
    content = table('plan-0/p1/s0,f0,x,,"a\nb\nc",anna,,', "plan-1/p1/s1,f1,hm,,,anna,,")
    assert refusal(content, ".csv").startswith("line 5: 'hm'")


def test_many_faults_are_named_and_counted():
    content = table(*(f"plan-9/p1/s{number},f0,x,,,anna,," for number in range(200)))
    lines = refusal(content, ".csv").splitlines()
    assert len(lines) == bundling.SHOWN + 1
    assert lines[-1] == "and 180 more"


def test_what_a_spreadsheet_would_run_is_marked_and_read_back():
    content = csvfile.write(Bundle("first", PASSAGES, [of(1, "note", "=HYPERLINK(1)")], FRAME))
    cells = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert cells[1]["text"].startswith("'=SUM") and cells[1]["note"] == "'=HYPERLINK(1)"
    assert not any(cell.startswith(("=", "+", "@")) for row in cells for cell in row.values())


def test_too_large_a_file_is_refused_before_it_is_read():
    assert "it has 100 MB, and at most 64 are read" in refusal(b"x" * (100 << 20), ".csv")


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_of_numbers_and_dates_is_understood():
    from datetime import datetime

    heads = ["ref", "fingerprint", "workforce", "finance", "annotator", "at"]
    row = ["plan-0/p1/s0", "f0", 1, True, "anna", datetime(2026, 5, 4, 9, 30)]
    found = exchange.read(workbook(heads, row, [None] * 6), ".xlsx", asked())
    assert [(each.label, each.at) for each in found] == [("workforce", AT), ("finance", AT)]
    bad = workbook(heads, row, ["plan-1/p1/s1", "f1", 7, "", "anna", ""])
    assert "line 3: '7' in the column workforce" in refusal(bad, ".xlsx")


def test_a_workbook_offers_what_may_stand_in_its_cells():
    content = exchange.written(Bundle("first", PASSAGES, [], FRAME), ".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["coding", "codebook"]
    assert {each.formula1 for each in book["coding"].data_validations.dataValidation} == {
        '"yes,no"', '"none,context,aspiration,proposal,commitment"',
    }  # fmt: skip
    texts = [cell.value for cell in book["coding"]["F"]][1:]
    assert texts == list(TEXTS)
    assert all(cell.data_type == "s" for cell in book["coding"]["F"])


def repacked(content, name, change):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            body = old.read(info)
            new.writestr(info.filename, change(body) if info.filename == name else body)
    return out.getvalue()


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
    + b"]><a>&i;</a>"
)


@pytest.mark.parametrize(
    ("ending", "name"), [(".xlsx", "xl/worksheets/sheet1.xml"), (".qdpx", "project.qde")]
)
def test_bombs_and_damage_in_packed_files_are_refused(ending, name, monkeypatch):
    content = exchange.written(Bundle("first", PASSAGES, [of(0)], FRAME), ending)
    assert "declares a document type" in refusal(repacked(content, name, lambda _: BOMB), ending)
    cut = refusal(repacked(content, name, lambda body: body[: len(body) // 2]), ending)
    assert f"{name}, line" in cut and "it is not XML" in cut
    assert "no zip file" in refusal(content[: len(content) // 2], ending)
    assert "no zip file" in refusal(b"ref,fingerprint\n", ending)
    damaged = bytearray(content)
    damaged[60:80] = b"x" * 20
    assert refusal(bytes(damaged), ending)
    monkeypatch.setattr(bundling, "UNPACKED", 1000)
    assert "it would unpack to" in refusal(content, ending)


def test_a_zip_that_lies_about_its_size_is_refused():
    content = exchange.written(Bundle("first", PASSAGES, [], FRAME), ".qdpx")
    swollen = repacked(content, "project.qde", lambda body: body + b" " * 5_000_000)
    with zipfile.ZipFile(io.BytesIO(swollen)) as packed:
        size = packed.getinfo("project.qde").file_size
    lying = swollen.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert "project.qde" in refusal(lying, ".qdpx")


def tasks(**change):
    content = exchange.written(Bundle("first", PASSAGES, [of(0, start=2, end=6), of(1)], FRAME), ".json")
    found = json.loads(content)
    for place, value in change.items():
        target, *steps, last = [found, *(int(s) if s.isdigit() else s for s in place.split("__"))]
        for step in steps:
            target = target[step]
        target[last] = value
    return json.dumps(found, indent=1).encode()


MARKED = "0__annotations__0__result__0__value__"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (tasks(**{MARKED + "start": 3}), "line 2, task 1: characters 3 to 6 are 'eds', not 'Beds'"),
        (tasks(**{MARKED + "labels": ["astrology"]}), "task 1: the codebook 1.0 has no label 'astrology'"),
        (tasks(**{"0__annotations__0__result__0__from_name": "stars"}), "task 1: a result of 'stars'"),
        (tasks(**{"0__data__ref": "gone/p1/s1"}), "task 1: there is no passage 'gone/p1/s1'"),
        (tasks(**{"0__data": "text"}), "task 1: it has not the shape of a task"),
        (tasks(**{"1": json.loads(tasks())[0]}), "task 2: plan-0/p1/s0 is annotated twice by anna"),
        (tasks()[:-40], "it is not JSON"),
        (b'{"tasks": []}', "line 1: it is no list of tasks"),
        (b"[" * 100_000, "it is not JSON"),
        (b'[\n{"data": {}},\n{"data" 1}]', "line 3: it is not JSON"),
        (b'[{"data": {}}\n{}]', "line 2: it is cut off"),
        (b"[\xff]", "line 1: it is not in UTF-8"),
        (b"", "line 1: it is no list of tasks"),
    ],
)
def test_broken_tasks_are_refused_with_their_line(content, says):
    assert says in refusal(content, ".json")


def test_what_is_coded_in_label_studio_has_its_user_and_its_time():
    (task,) = json.loads(exchange.written(Bundle("first", PASSAGES[1:2], [], FRAME), ".json"))
    text = TEXTS[1]
    start = text.index("telephone") + 1  # a browser counts the hospital before it as two
    task["annotations"] = [
        {"completed_by": {"id": 4, "email": "zoe@trust.example"}, "created_at": "2026-05-04T09:30:00.000000Z",
         "result": [
             {"from_name": "marked", "to_name": "text", "type": "labels",
              "value": {"start": start, "end": start + 9, "text": "telephone", "labels": ["enablers"]}},
             {"from_name": "note", "to_name": "text", "type": "textarea", "value": {"text": ["a", "b"]}}]},
        {"was_cancelled": True, "result": [{"from_name": "nonsense"}]},
    ]  # fmt: skip
    label, note = exchange.read(json.dumps([task]).encode(), ".json", asked())
    assert text[label.start : label.end] == "telephone"
    assert (label.annotator, label.at, note.value) == ("zoe@trust.example", AT, "a\nb")
    task["annotations"][0]["completed_by"] = 4
    plain = json.dumps([task]).encode()
    assert exchange.read(plain, ".json", asked())[0].annotator == "user-4"
    assert exchange.read(plain, ".json", asked(annotator="zoe"))[0].annotator == "zoe"
    task["annotations"].append(task["annotations"][0] | {"completed_by": 5})
    several = exchange.read(json.dumps([task]).encode(), ".json", asked(annotator="zoe"))
    assert sorted({each.annotator for each in several}) == ["user-4", "user-5"]


def test_the_labelling_interface_has_every_label_once_for_each_control():
    tree = ElementTree.fromstring(labelstudio.interface(FRAME))
    named = {each.get("name"): [child.get("value") for child in each] for each in tree if len(each)}
    assert named == {
        "labels": list(FRAME.ids()), "strength": list(codebook.STRENGTHS), "marked": list(FRAME.ids()),
    }  # fmt: skip


PROJECT = exchange.written(
    Bundle("first", PASSAGES, [of(0, start=2, end=6), of(2)], FRAME, blind=True), ".qdpx"
)


WORKFORCE, OTHER = qda_codes.code("workforce").encode(), qda_codes.guid("other").encode()
SOURCE = f"sources/{qda_codes.guid('text', 'plan-0')}.txt"


def project(old, new, name="project.qde", again=(b"", b"")):
    content = repacked(PROJECT, name, lambda body: body.replace(old, new).replace(*again))
    assert content != PROJECT
    return content


def position(which, of_passage):
    """The places of the selection on a passage, as the file has them."""
    with zipfile.ZipFile(io.BytesIO(PROJECT)) as packed:
        text = packed.read("project.qde").decode()
    found = re.findall(r'startPosition="(\d+)" endPosition="(\d+)"', text)
    return (f'{which}Position="{found[of_passage][which == "end"]}"').encode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (project(position("end", 0), b'endPosition="999"'), "reach over more than one passage"),
        (project(position("end", 0), b'endPosition="3"'), "lie in no passage"),
        (project(position("start", 0), b'startPosition="x"'), "a selection without its places"),
        (project(b"creatingUser", b"nobody"), "the annotator '' is not a name"),
        (project(b'" name="Workforce"', b'0" name="Stars"'), "a code that the project does not define"),
        (project(WORKFORCE + b'" name="Workforce"', OTHER + b'" name="Stars"', again=(WORKFORCE, OTHER)),
         "the codebook 1.0 has no label 'Stars'"),
        (project(b"\xe2\x80\xa2 Beds", b"\xe2\x80\xa2 Bets", SOURCE),
         "the words of plan-0/p1/s0 there are not those known"),
        (project(b".txt", b".doc"), "sources/"),
    ],
)  # fmt: skip
def test_a_broken_project_is_refused_with_its_line(content, says):
    said = refusal(content, ".qdpx")
    assert says in said
    assert re.match(r"(project\.qde, line \d+|sources/\S+): ", said)


def test_a_project_of_another_tool_with_other_guids_and_a_wide_selection_is_understood():
    def changed(body):
        text = body.decode()
        begin = position("start", 0).decode()
        text = text.replace(begin, 'startPosition="0"')
        text = text.replace(position("end", 0).decode(), f'endPosition="{text_length(0) - 1}"')
        new = "{" + qda_codes.guid("another tool").upper() + "}"
        text = text.replace(qda_codes.code("workforce"), new)
        return re.sub(r"<Description>{.*?</Description>", "", text).encode()

    def text_length(number):
        with zipfile.ZipFile(io.BytesIO(PROJECT)) as packed:
            text = packed.read(f"sources/{qda_codes.guid('text', 'plan-0')}.txt").decode()
        return text.index("⟦plan-0/p1/s2")

    found = exchange.read(repacked(PROJECT, "project.qde", changed), ".qdpx", asked(round="other"))
    assert [(each.ref, each.label, each.start, each.round) for each in found] == [
        ("plan-0/p1/s0", "workforce", None, "other"),
        ("plan-0/p1/s2", "workforce", None, "other"),
    ]


def test_the_codebook_goes_out_and_comes_back():
    content = qda_codes.write(FRAME)
    assert qda_codes.read(content, FRAME) == []
    changed = content.replace(b'name="Workforce"', b'name="Astrology"')
    said = [each.message for each in qda_codes.read(changed, FRAME)]
    assert "the codebook 1.0 has no code 'Astrology'" in said and "the code 'Workforce' is missing" in said
    with pytest.raises(ExchangeError, match="document type"):
        qda_codes.read(BOMB, FRAME)


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    (folder / "coding").mkdir(parents=True)
    design = sample.Design("first", 1, {"random": 4}, ("anna", "ben"), 0.5, 4, FRAME.version)
    drawn = [
        sample.Drawn(each, "random", "by chance", ("anna", "ben") if number % 2 else ("anna",))
        for number, each in enumerate(PASSAGES)
    ]
    sample.write(sample.Sample(design, drawn), folder / "coding" / "first.jsonl")
    return folder


def labels(command, *args, corpus):
    where = ("--corpus", corpus) + (("--outputs", corpus / "none") if command == "import" else ())
    return invoke("labels", command, *args, *where)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_commands_give_out_and_take_in(corpus, tmp_path, ending):
    file = tmp_path / f"ben{ending}"
    result = labels("export", file, "--round", "first", "--coder", "ben", "--blind", corpus=corpus)
    assert (result.exit_code, "wrote 2 passages" in result.output) == (0, True), result.output
    coded = [
        of(1, annotator="ben"),
        of(3, "strength", "none", annotator="ben"),
        of(3, "finance", annotator="ben"),
    ]
    file.write_bytes(exchange.written(Bundle("first", PASSAGES, coded, FRAME, "ben", True), ending))
    said = labels("import", file, "--dry-run", corpus=corpus)
    assert (said.exit_code, "2 judgements, 3 codings to add, 0 to take back" in said.output) == (0, True)
    assert not (corpus / NAME).exists()
    taken = labels("import", file, corpus=corpus)
    assert "2 judgements, 3 codings added, 0 taken back" in taken.output
    assert "ben on plan-1/p1/s3: it has labels, and the strength none" in taken.output
    assert "0 codings added, 0 taken back" in labels("import", file, corpus=corpus).output
    fewer = exchange.written(Bundle("first", PASSAGES, coded[:2], FRAME, "ben", True), ending)
    file.write_bytes(fewer)
    assert "0 codings added, 1 taken back" in labels("import", file, corpus=corpus).output
    plain = [msgspec.structs.replace(row, id=0) for row in in_force(read(corpus / NAME))]
    assert plain == in_force(coded[:2])


def test_a_bad_file_is_refused_and_the_good_one_beside_it_taken(corpus, tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(table(GOOD))
    bad.write_bytes(table("plan-1/p1/s1,f1,x,,,anna,,", "plan-1/p1/s3,f3,hm,,,anna,,"))
    result = labels("import", bad, good, "--round", "first", corpus=corpus)
    assert result.exit_code == 1
    assert f"{bad}, line 3: 'hm' in the column workforce" in result.output
    assert "1 of 2 files were refused; nothing of them was taken" in result.output
    assert {row.ref for row in read(corpus / NAME)} == {"plan-0/p1/s0"}


def test_the_commands_say_what_they_cannot_do(corpus, tmp_path):
    for args, says in (
        (("x.doc", "--round", "first"), "ends on none of .csv"),
        (("x.csv",), "say which --round"),
        (("x.csv", "--round", "second"), "`stp labels sample` makes it"),
        (("x.csv", "--round", "first", "--coder", "cem"), "gives nothing to cem"),
    ):
        result = labels("export", *args, corpus=corpus)
        assert (result.exit_code, says in result.output) == (2, True), result.output
    book = tmp_path / "codebook.qdc"
    assert labels("export", book, corpus=corpus).exit_code == 0
    assert "the same codes" in labels("import", book, corpus=corpus).output
    assert invoke("labels", "export", "--corpus", SAMPLE, tmp_path / "no" / "x.qdc").exit_code != 0


@pytest.mark.parametrize("ending", ENDINGS)
def test_five_thousand_passages_come_back_the_same_within_ten_seconds(ending):
    text = " ".join(["Beds at the two hospitals would go from 680 to 632 by March 2021."] * 5)
    many = [
        msgspec.structs.replace(PASSAGES[0], ref=f"plan-{number % 44}/p1/s{number}", text=f"{number} {text}")
        for number in range(5000)
    ]
    codings = in_force(
        coding(*said, ref=each.ref, fingerprint=each.fingerprint, annotator=who)
        for number, each in enumerate(many)
        for who in ("anna", "ben")[: 1 + number % 2]
        for said in (("workforce", "yes"), ("finance", "yes"), ("strength", "commitment"))[number % 3 :]
    )
    began = time.process_time()
    content = exchange.written(Bundle("first", many, codings, FRAME), ending)
    assert sorted(exchange.read(content, ending, asked(many)), key=order) == codings
    assert time.process_time() - began < 10
