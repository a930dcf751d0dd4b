"""The register of the real 44: its sums, its ranges, and that everything stands in it once."""

from collections import Counter

import pytest

from pipeline.corpus import KINDS, Corpus, rows
from tests.conftest import ROOT

REAL = Corpus(ROOT / "corpus")
FOOTPRINTS = REAL.footprints()
MEMBERS = list(rows(REAL.folder / "members.csv"))
LEADS = list(rows(REAL.folder / "leads.csv"))
CODES = {row["code"] for row in FOOTPRINTS}
REGIONS = {"North": 9, "Midlands and East": 17, "London": 5, "South": 13}


def test_there_are_44_footprints_by_number_and_code():
    assert [int(row["number"]) for row in FOOTPRINTS] == list(range(1, 45))
    assert [row["code"] for row in FOOTPRINTS] == [f"E540000{number:02}" for number in range(1, 45)]
    assert all(row["source"] for row in FOOTPRINTS)
    assert len({(row["column"], row["row"]) for row in FOOTPRINTS}) == 44
    assert Counter(row["region"] for row in FOOTPRINTS) == REGIONS


def test_the_codes_of_2017_are_unique_and_four_were_new():
    codes = {row["code_2017"] for row in FOOTPRINTS}
    assert len(codes) == 44
    assert sorted(codes - CODES) == ["E54000045", "E54000046", "E54000047", "E54000048"]


def test_the_44_became_42():
    successors = {(row["successor_ics_code"], row["successor_ics"], row["code_2022"]) for row in FOOTPRINTS}
    assert len(successors) == 42
    assert Counter(row["successor_ics_code"] for row in FOOTPRINTS).most_common(1) == [("QHM", 3)]


def test_populations_add_up_to_england():
    estimated = [int(row["population_estimated"]) for row in FOOTPRINTS]
    assert sum(estimated) == 55_270_000
    assert all(300_000 <= each <= 3_000_000 for each in estimated)
    for row in FOOTPRINTS:
        population = int(row["population"])
        assert abs(population / int(row["population_estimated"]) - 1) < 0.16, row["name"]
        published = row["population_basis"].startswith("published")
        assert published or population == int(row["population_estimated"]), row["name"]


def test_what_is_not_verified_says_so():
    for column in ("lead_verified", "lead_organisation_verified"):
        assert {row[column] for row in FOOTPRINTS} == {"yes", "no"}
    doubtful = {row["number"] for row in FOOTPRINTS if row["lead_organisation_verified"] == "no"}
    assert doubtful == {"6", "20", "21", "27", "29", "30", "31", "35", "39", "42"}
    for row in FOOTPRINTS:
        assert ("unverified" in row["note"]) >= (row["lead_organisation_verified"] == "no"), row["name"]
    assert {row["verified"] for row in MEMBERS if row["source"] in ("hand", "trust-icb-2022")} == {"no"}
    assert {row["id"] for row in rows(REAL.folder / "sources.csv")} >= {row["source"] for row in MEMBERS}


@pytest.mark.parametrize(
    ("kind", "year", "key", "bodies"),
    [
        ("ccg", "2016", "code", 209),
        ("ccg", "2017", "code", 207),
        ("council", "2017", "code", 152),
        ("trust", "2016", "ods_code", 239),
    ],
)
def test_every_body_has_one_main_footprint(kind, year, key, bodies):
    mine = [row for row in MEMBERS if (row["kind"], row["year"]) == (kind, year)]
    main = Counter(row[key] for row in mine if row["main"] == "yes")
    assert len(main) == bodies and set(main.values()) == {1}
    assert set(main) == {row[key] for row in mine}
    assert {row["footprint"] for row in mine} <= CODES
    assert len({(row[key], row["footprint"]) for row in mine}) == len(mine)


def test_the_shares_of_a_body_add_up_to_one_but_for_slivers_left_out():
    shares: Counter = Counter()
    for row in MEMBERS:
        if row["share"]:
            shares[row["kind"], row["year"], row["code"]] += float(row["share"])
    assert {key for key, total in shares.items() if not 0.99 <= round(total, 3) <= 1.001} == set()


def test_the_ccgs_of_a_footprint_are_as_many_as_it_says():
    counted = Counter(row["footprint"] for row in MEMBERS if (row["kind"], row["year"]) == ("ccg", "2016"))
    assert {row["code"]: int(row["ccg_count"]) for row in FOOTPRINTS} == counted


def test_there_is_one_plan_for_each_footprint_and_none_claims_an_address():
    plans = REAL.plans()
    assert Counter(plan.footprint for plan in plans) == dict.fromkeys(CODES, 1)
    assert {(plan.kind, plan.url, plan.sha256, plan.specimen) for plan in plans} == {("plan", "", "", False)}
    assert all("not confirmed" in plan.note or "no lead" in plan.note for plan in plans)


def test_leads_are_leads():
    assert {row["confirmed"] for row in LEADS} == {"no"}
    assert {row["kind"] for row in LEADS} <= set(KINDS)
    assert {row["footprint"] for row in LEADS} <= CODES | {""}
    assert len({(row["footprint"], row["url"]) for row in LEADS}) == len(LEADS) == 76
    asked = [row for row in LEADS if row["what"] != "cut address"]
    assert all(row["url"].startswith(("http://", "https://")) for row in asked)
