"""The corrections of the sample: applied, with both values; they complain once their passage has changed."""

import csv
import shutil
import sqlite3

from tests.conftest import SAMPLE, invoke

SAID = [
    ("pellan-sound-2016-11/p4/s3", "theme:acute_reconfiguration", "yes", "no", "applied"),
    ("harrowmere-2016-10/p6/s6", "strength", "aspiration", "context", "applied"),
]
ASKED = "SELECT ref, field, machine_value, corrected_value, status FROM corrections ORDER BY id"


def test_both_values_are_shown_and_the_person_wins(outputs, tmp_path) -> None:
    db = sqlite3.connect(outputs / "stp.db")
    assert db.execute(ASKED).fetchall() == SAID
    for sql, value in (
        ("SELECT strength FROM passages WHERE ref = 'harrowmere-2016-10/p6/s6'", "context"),
        ("SELECT DISTINCT strength FROM findings_readable WHERE ref = 'harrowmere-2016-10/p6/s6'", "context"),
        (
            "SELECT theme FROM findings_readable WHERE ref = 'pellan-sound-2016-11/p4/s3'",
            "primary_care",
        ),
    ):
        assert db.execute(sql).fetchall() == [(value,)]
    result = invoke(
        "cite", SAID[1][0], "--outputs", outputs, "--corpus", SAMPLE, "--to", tmp_path / "cited.html"
    )
    assert result.exit_code == 0, result.output
    page = (tmp_path / "cited.html").read_text(encoding="utf-8")
    assert "“context”; the machine says “aspiration”" in page


def test_a_correction_whose_passage_has_changed_complains_and_diff_shows_it(outputs, tmp_path) -> None:
    corpus, out = tmp_path / "corpus", tmp_path / "out"
    shutil.copytree(SAMPLE, corpus)
    shutil.copytree(outputs, out)
    (out / "corpus.txt").write_text("../corpus\n")
    path = corpus / "corrections.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    rows[1]["fingerprint"] = "0" * 16
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert invoke("load", "--corpus", corpus, "--outputs", out).exit_code == 0
    db = sqlite3.connect(out / "stp.db")
    assert [row[-1] for row in db.execute(ASKED)] == ["applied", "stale"]
    ((message,),) = db.execute("SELECT message FROM issues WHERE code = 'correction-stale'").fetchall()
    assert message.endswith("was not applied: its passage has other words now")
    result = invoke("diff", outputs / "stp.db", out / "stp.db")
    assert [line for line in result.output.splitlines() if "strength" in line] == [
        "changed strength acute_reconfiguration harrowmere-2016-10/p6/s6: context → aspiration"
    ]
    assert invoke("verify", "--outputs", out).exit_code == 0


def test_diff_of_what_is_no_database_of_this_version_is_a_wrong_question(outputs, tmp_path) -> None:
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE findings (id)").connection.close()
    result = invoke("diff", tmp_path / "other.db", outputs / "stp.db")
    assert (result.exit_code, "no database of this version" in result.output) == (2, True)
