"""The questions that README.md asks of the database, and that `stp serve` offers to anyone who opens it.

Each is data on this screen: what is asked, the SELECT, and what the answer can and cannot bear. Nothing
is asked whose answer could differ between machines: no probability, and an order by place.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Question(NamedTuple):
    """A question in words and in SQL.

    ``caveat`` is what a reader of the answer must know. ``example`` has a value for each parameter of the
    SELECT. ``shown`` is how many rows the README shows; elsewhere the whole answer is given.
    """

    title: str
    caveat: str
    sql: str
    shown: int = 0
    example: Mapping[str, str] = MappingProxyType({})

    def in_readme(self) -> str:
        """The SELECT with its example values written in, and no more rows than are shown."""
        sql = self.sql.strip()
        for name, value in self.example.items():
            sql = sql.replace(f":{name}", "'{}'".format(value.replace("'", "''")))
        return f"{sql} limit {self.shown}" if self.shown else sql


QUESTIONS = {
    "ambition": Question(
        "Who wishes, and who commits?",
        "Drafts are left out. dated and costed count findings with a date that lay ahead and with a sum of "
        "money. A count says how many passages speak so, not how much is done.",
        """
select footprint, sum(findings) as findings, sum(aspiration) as aspiration, sum(proposal) as proposal,
    sum(commitment) as commitment, sum(dated) as dated, sum(costed) as costed
from ambition_and_delivery group by number having sum(findings)
""",
    ),
    "beds": Question(
        "Where do beds go down?",
        'value is the figure as printed: the beds that go, or, after "to", those that are left. Read the '
        "sentence before you compare two figures. A footprint that is not listed may have unread pages: "
        "see coverage.",
        """
select footprint, value, by_year, page, quote, ref from beds_by_footprint
where direction = 'down' and plan_kind = 'plan' order by footprint_code, page, quantity
""",
        shown=5,
    ),
    "sites": Question(
        "Which hospitals are named where acute services are to change?",
        "Being named is not being closed: read the sentence.",
        """
select hospital, footprint, strength, page, quote, ref from sites_at_risk
where in_quote and strength in ('proposal', 'commitment') order by footprint_code, page, finding
""",
        shown=4,
    ),
    "search": Question(
        "What do they say about agency staff?",
        "Full-text search over every passage, tagged or not; words are found by their stem. AND, OR, NOT, "
        'NEAR and "a phrase" may be used.',
        """
select ref, themes, snippet(passages_fts, 0, '**', '**', '…', 14) as words
from passages_fts join passages on passages.id = passages_fts.rowid
where passages_fts match :words order by ref
""",
        shown=4,
        example=MappingProxyType({"words": "agency OR locums"}),
    ),
    "repeats": Question(
        "What was copied?",
        "Passages that several plans have in nearly the same words; similarity is the least share of word "
        "pairs in common. Drafts are left out.",
        """
select plans, footprints, similarity, ref, quote from said_in_many_plans
""",
        shown=3,
    ),
    "citation": Question(
        "How is a finding cited?",
        "Give plan, page and ref. The fingerprint shows later whether the passage still has the same words.",
        """
select plan_title, published, findings_readable.page, findings_readable.ref, fingerprint
from findings_readable join passages on passages.id = passage join plans on plans.id = passages.plan
where theme = 'workforce' and plan_kind = 'plan' order by finding
""",
        shown=1,
    ),
}
