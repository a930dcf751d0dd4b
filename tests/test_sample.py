"""The sample corpus: it can be made again byte for byte, and its truth is what its PDFs say."""

import csv
import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from pipeline import codebook

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "corpus" / "sample"
MARK = "Specimen document: invented place"
LIGATURES = str.maketrans({"\ufb01": "fi", "\ufb02": "fl"})
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


MANIFEST = rows("manifest.csv")
PLANS = [row["id"] for row in MANIFEST]


def truth(plan: str) -> dict[str, Any]:
    return json.loads((SAMPLE / "truth" / f"{plan}.json").read_text(encoding="utf-8"))


def printed(plan: str) -> list[str]:
    """The text of each page as PDFium reads it."""
    with pypdfium2.PdfDocument(SAMPLE / "pdf" / f"{plan}.pdf") as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def bag(text: str) -> Counter[str]:
    """The words of a text. Hyphens are left out, for PDFium drops them at line ends; so are dot leaders."""
    plain = text.translate(LIGATURES).translate(RAISED)
    words = re.sub("[-\ufffe]", "", plain).split()
    return Counter(word for word in words if not re.fullmatch(r"\.+", word))


def judged(plan: str) -> list[dict[str, Any]]:
    """All labels of a plan, of blocks and of table rows."""
    blocks = [block for page in truth(plan)["pages"] for block in page["blocks"]]
    single = [block["labels"] for block in blocks if "labels" in block]
    return single + [each for block in blocks for each in block.get("row_labels", []) if each]


def test_the_generator_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "corpus.sample.generator", str(tmp_path)], cwd=ROOT, check=True, timeout=120
    )
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    kept = [Path("manifest.csv"), *(Path("pdf") / f"{plan}.pdf" for plan in PLANS)]
    assert made == sorted([*kept, *(Path("truth") / f"{plan}.json" for plan in PLANS)])
    for path in made:
        assert (tmp_path / path).read_bytes() == (SAMPLE / path).read_bytes(), path


def test_the_manifest_tells_the_truth_about_the_files() -> None:
    assert len(PLANS) == len(set(PLANS)) == 8
    for row in MANIFEST:
        content = (SAMPLE / "pdf" / f"{row['id']}.pdf").read_bytes()
        assert (row["sha256"], int(row["bytes"])) == (hashlib.sha256(content).hexdigest(), len(content))
        assert row["specimen"] == "yes"
        assert row["url"].startswith("https://example.org/")
    assert sorted(row["kind"] for row in MANIFEST) == ["draft"] + ["plan"] * 7


def test_one_footprint_has_no_plan() -> None:
    footprints = {row["code"] for row in rows("footprints.csv")}
    assert footprints - {row["footprint"] for row in MANIFEST} == {"S09"}
    assert {row["footprint"] for row in rows("published_findings.csv")} == footprints


@pytest.mark.parametrize("kind", ["hospitals", "trusts", "ccgs", "councils"])
def test_gazetteers_name_known_footprints(kind: str) -> None:
    entries = rows(f"gazetteers/{kind}.csv")
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert {entry["footprint"] for entry in entries} == {row["code"] for row in rows("footprints.csv")}


def test_one_hospital_name_stands_in_two_footprints() -> None:
    names = Counter(entry["name"] for entry in rows("gazetteers/hospitals.csv"))
    assert [name for name, count in names.items() if count > 1] == ["St Mary's Hospital"]


@pytest.mark.parametrize("plan", PLANS)
def test_first_page_says_that_the_place_is_invented(plan: str) -> None:
    pages = printed(plan)
    assert MARK in pages[0]
    assert 8 <= len(pages) <= 20


@pytest.mark.parametrize("plan", PLANS)
def test_pages_are_seen_in_the_size_that_the_truth_gives(plan: str) -> None:
    with pypdfium2.PdfDocument(SAMPLE / "pdf" / f"{plan}.pdf") as pdf:
        seen = [page.get_size() for page in pdf]
    assert seen == [(page["width"], page["height"]) for page in truth(plan)["pages"]]


@pytest.mark.parametrize("plan", PLANS)
def test_truth_and_pdf_hold_the_same_words(plan: str) -> None:
    for page, text in zip(truth(plan)["pages"], printed(plan), strict=True):
        blocks = [f"{block.get('marker', '')} {block['text']}" for block in page["blocks"]]
        expected = Counter() if page["text_source"] == "none" else bag(" ".join(blocks + page["furniture"]))
        assert bag(text) == expected, f"page {page['page']}"


@pytest.mark.parametrize("plan", PLANS)
def test_boxes_lie_on_the_page_and_cells_make_up_their_table(plan: str) -> None:
    for page in truth(plan)["pages"]:
        for block in page["blocks"]:
            left, top, right, bottom = block["box"]
            assert 0 <= left < right <= 1 and 0 <= top < bottom <= 1
            if block["kind"] == "table":
                lines = [line.split("\t") for line in block["text"].split("\n")]
                texts = [[c["text"] for c in block["cells"] if c["row"] == row] for row in range(len(lines))]
                assert texts == lines


def test_every_subtheme_lens_and_strength_is_labelled_in_at_least_two_plans() -> None:
    plans: Counter[str] = Counter()
    for plan in PLANS:
        labels = judged(plan)
        plans.update({name for each in labels for name in each["subthemes"] + each["lenses"]})
        plans.update({each["strength"] for each in labels})
    frame = codebook.read()
    names = [each.id for each in (*frame.subthemes, *frame.lenses)]
    names += codebook.STRENGTHS
    assert sorted(plans) == sorted(names)
    assert min(plans.values()) >= 2


@pytest.mark.parametrize("plan", PLANS)
def test_quantities_are_printed_where_they_are_marked(plan: str) -> None:
    """Over the main text of the plan, for a passage may go on in the next column."""
    blocks = [block for page in truth(plan)["pages"] for block in page["blocks"]]
    main = [block for block in blocks if block["kind"] != "footnote" and "place" not in block]
    aside = [block for block in blocks if block not in main]
    text = " ".join(block["text"] for block in main + aside)
    marked = [each for block in blocks for each in block.get("quantities", [])]
    assert marked
    assert [each["text"] for each in marked if each["text"] not in text] == []


def test_the_draft_states_two_gaps() -> None:
    blocks = [block for page in truth("brackenfold-2016-06")["pages"] for block in page["blocks"]]
    figures = [each for block in blocks for each in block.get("quantities", [])]
    figures += [
        each for block in blocks for cell in block.get("cells", []) for each in cell.get("quantities", [])
    ]
    by_2020 = {each["text"] for each in figures if each["kind"] == "money" and each["by_year"] == 2020}
    assert {"£96m", "£104m"} <= by_2020


def test_shapes_of_the_files() -> None:
    """What makes the sample hard to read is there: tags, pictures, a turned page, a crop box, ligatures."""
    assert [plan for plan in PLANS if truth(plan)["tagged"]] == [
        "stonebeck-2016-10",
        "tarrowshire-2016-10",
        "brackenfold-2016-06",
        "kestlebridge-2016-10",
    ]
    for plan in PLANS:
        with pikepdf.open(SAMPLE / "pdf" / f"{plan}.pdf") as pdf:
            assert ("/StructTreeRoot" in pdf.Root) == truth(plan)["tagged"]
            turned = [number for number, page in enumerate(pdf.pages, 1) if page.rotation]
            assert turned == ([7] if plan == "stonebeck-2016-10" else [])
            cropped = any(page.cropbox[0] > 0 for page in pdf.pages)
            assert cropped == (plan == "merrin-coast-2016-12")
    pictures = [
        (plan, page["page"])
        for plan in PLANS
        for page in truth(plan)["pages"]
        if page["text_source"] == "none"
    ]
    assert pictures == [("tarrowshire-2016-10", 2), ("kestlebridge-2016-10", 5)]
    with pikepdf.open(SAMPLE / "pdf" / "calderwick-2016-11.pdf") as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values() if "/ToUnicode" in font]
        assert any(b"<FB01>" in font.ToUnicode.read_bytes() for font in fonts)
    assert sum(path.stat().st_size for path in (SAMPLE / "pdf").iterdir()) < 1_500_000


def test_boilerplate_stands_word_for_word_in_several_plans() -> None:
    opening = {
        "Every footprint has been asked to show how three gaps": 4,
        "Our financial model follows a common method": 3,
        "By March 2019 every registered patient will be able to see": 3,
        "Nothing in this document is a decision to close": 4,
        "Ten days in a hospital bed can cost a person over eighty": 3,
    }
    texts = {plan: " ".join(b["text"] for p in truth(plan)["pages"] for b in p["blocks"]) for plan in PLANS}
    assert {words: sum(words in text for text in texts.values()) for words in opening} == opening
