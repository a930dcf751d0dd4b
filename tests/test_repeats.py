"""Repeats: what counts as the same words, and that clusters are the same on every run."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.load.repeats import clusters

SENTENCE = (
    "We will work with partners across health and social care to make services safe, joined up and close "
    "to home for everyone in"
)


def test_exact_and_near_repeats_join_the_first() -> None:
    passages = [
        (1, "Nothing else in these plans has any of these eight or nine words."),
        (2, f"{SENTENCE} Alder."),
        (5, f"{SENTENCE} Birch."),
        (7, f"{SENTENCE.upper()}  ALDER"),
        (9, f"{SENTENCE} Birch"),
    ]
    assert list(clusters(lambda: passages)) == [(2, 2, 1.0), (5, 2, 0.917), (7, 2, 1.0), (9, 2, 0.917)]


def test_another_figure_is_another_word() -> None:
    one = "The plan will save £1,200,000 by closing wards at night in the old wing of the hospital"
    same = list(clusters(lambda: [(1, one), (2, one)]))
    other = list(clusters(lambda: [(1, one), (2, one.replace("1,200,000", "1,300,000"))]))
    assert (same[1][2], other[1][2]) == (1.0, 0.778)


def test_short_and_unlike_passages_are_left_out() -> None:
    assert list(clusters(lambda: [(1, "Next steps for us"), (2, "Next steps for us"), (3, "")])) == []
    half = "one two three four five six seven eight nine ten"
    assert list(clusters(lambda: [(1, half), (2, "one two three four five six 7 8 9 10")])) == []


def test_the_most_similar_cluster_wins_and_the_earliest_of_equals() -> None:
    words = [f"word{n}" for n in range(40)]

    def changed(*at: int) -> str:
        return " ".join("other" if n in at else word for n, word in enumerate(words))

    passages = [(1, changed(0, 2, 4, 6, 8)), (2, changed(30, 32, 34, 36, 38)), (3, changed(30, 32))]
    assert list(clusters(lambda: passages)) == [(2, 2, 1.0), (3, 2, 0.733)]


def test_repeats_are_found_among_many() -> None:
    """500 pairs with one word in thirty changed, among 2,000 passages: no false pair, at most 2 % missed."""
    draw = random.Random(7)
    vocabulary = [f"w{n}" for n in range(3000)]
    texts = [draw.choices(vocabulary, k=draw.randint(15, 120)) for _ in range(1500)]
    copies = []
    for text in texts[:500]:
        copy = list(text)
        for _ in range(max(1, len(copy) // 30)):
            copy[draw.randrange(len(copy))] = "changed"
        copies.append(copy)
    found = {
        passage: cluster
        for passage, cluster, _ in clusters(
            lambda: ((n, " ".join(words)) for n, words in enumerate(texts + copies))
        )
    }
    pairs = [n for n in range(500) if found.get(1500 + n) == n]
    assert len(pairs) >= 490
    assert len(found) == 2 * len(pairs)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(alphabet="abc ", min_size=15, max_size=60), max_size=12))
def test_a_cluster_has_its_first_passage_and_another_one(texts: list[str]) -> None:
    passages = list(enumerate(texts, start=1))
    found = list(clusters(lambda: passages))
    assert found == list(clusters(lambda: passages))
    assert len({passage for passage, _, _ in found}) == len(found)
    members: dict[int, list[int]] = {}
    for passage, cluster, similarity in found:
        members.setdefault(cluster, []).append(passage)
        assert 0.7 <= similarity <= 1 and cluster <= passage
    assert all(cluster == min(each) and len(each) > 1 for cluster, each in members.items())
