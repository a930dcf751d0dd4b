import csv
import hashlib
import io
import json

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from pipeline import spreadsheet
from pipeline.report import export

NUMBER = {"integer": int, "number": float}


@pytest.fixture(scope="module")
def package(outputs):
    return json.loads((outputs / "csv" / "datapackage.json").read_text("utf-8"))


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_package_describes_every_file_and_column(outputs, package):
    files = {path.name for path in (outputs / "csv").iterdir()}
    assert files == {resource["path"] for resource in package["resources"]} | {"datapackage.json"}
    for resource in package["resources"]:
        content = (outputs / "csv" / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        fields = resource["schema"]["fields"]
        assert read(outputs / "csv" / resource["path"])[0] == [field["name"] for field in fields]
        assert all(field["description"] for field in fields) and resource["description"]


def test_every_cell_has_the_type_of_its_column(outputs, package):
    numbers = 0
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        for row in read(outputs / "csv" / resource["path"])[1:]:
            assert len(row) == len(fields)
            for field, cell in zip(fields, row, strict=True):
                if cell and field["type"] in NUMBER:
                    NUMBER[field["type"]](cell)
                    numbers += 1
                elif cell:
                    assert not cell.startswith(spreadsheet.FORMULA), (resource["path"], cell)
    assert numbers > 10_000


def test_the_tables_have_the_rows_of_the_views(outputs):
    db = sqlite_utils.Database(outputs / "stp.db")
    for name in export.EXPORTS:
        (count,) = db.execute(f"select count(*) from [{name}]").fetchone()
        rows = read(outputs / "csv" / f"{name}.csv")
        assert len(rows) == count + 1, name
        assert "specimen" in rows[0] or name in ("themes", "issues"), name


def test_the_dictionary_says_what_the_database_says(outputs, package):
    rows = read(outputs / "csv" / "data_dictionary.csv")
    assert rows[0] == ["file", "column", "type", "description"]
    assert ["findings_readable", "quote", "string", "The sentence, word for word"] in rows
    assert ["beds_by_footprint", "value", "number"] in [row[:3] for row in rows]
    assert ["coverage", "plans", "integer"] in [row[:3] for row in rows]
    fields = sum(len(each["schema"]["fields"]) for each in package["resources"][:-1])
    assert len(rows) - 1 == fields


def test_the_package_names_its_sources_and_its_specimens(package):
    assert len(package["sources"]) == 8
    assert all(source["path"].startswith("https://example.org/") for source in package["sources"])
    assert "specimens of invented places" in package["description"]


@pytest.mark.parametrize(
    "value", ["=1+1", "+44", "-5", "@x", "\tx", "\rx", "\nx", "＝1", "- a bullet", "-£5m"]
)
def test_what_would_be_a_formula_is_disarmed(value):
    assert next(csv.reader(io.StringIO(export.table(["a"], [[value]]), newline="")))[0] == "a"
    assert list(csv.reader(io.StringIO(export.table(["a"], [[value]]), newline="")))[1] == [f"'{value}"]


def test_numbers_stay_numbers():
    assert (
        export.table(["a", "b", "c", "d"], [[-5, -2.5, 1.2e9, None]]) == "a,b,c,d\r\n-5,-2.5,1200000000,\r\n"
    )


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2, max_size=5
    )
)
def test_any_text_comes_back_and_none_is_a_formula(texts):
    names = [str(number) for number in range(len(texts))]
    rows = list(csv.reader(io.StringIO(export.table(names, [texts]), newline="")))
    assert len(rows) == 2
    for text, cell in zip(texts, rows[1], strict=True):
        assert cell in (text, f"'{text}") and not cell.startswith(spreadsheet.FORMULA)
