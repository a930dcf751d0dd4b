"""Pellan Sound: a narrow column with notes in the margin, by the chief executive of a small island system.

Untagged; margin notes beside the text; a wide page with a chart of bars among upright pages; rule-less and
row-ruled tables; lettered items; footnotes.
"""

from collections.abc import Iterator

from ..boilerplate import HOME_FIRST, NO_DECISION
from ..kit import A4, A4_WIDE, MARK, Column, Document, Frame, Look, Page, Style

ID = "pellan-sound-2016-11"
FOOTPRINT = "S07"
TITLE = "Enough of us: Pellan Sound health and care plan 2016-2021"
KIND = "plan"
PUBLISHED = "2016-11-21"
NOTE = "narrow column with margin notes; a wide page with a bar chart; footnotes"

_T = "Times"
SEA, INK = "#1c5d63", "#14292b"
LOOK = Look(
    body=Style(_T, 11.5, 15.5, colour=INK, after=8, hyphens=True),
    headings=(
        Style("Helvetica", 16, 20, "bold", SEA, before=12, after=8),
        Style("Helvetica", 11, 15, "bold", SEA, before=8, after=4),
        Style("Helvetica", 10, 13, "bold", INK, before=4, after=3),
    ),
    table=Style("Helvetica", 8.8, 11.4),
    caption=Style("Helvetica", 8.8, 12, "bold", SEA, after=5, before=4),
    footnote=Style(_T, 8.6, 10.6),
    furniture=Style("Helvetica", 8, 10, colour="#7d9698"),
    bullets=("•", "»"),
    indents=(16, 16),
    head_fill="#dcebec",
    rule="#9fbcbe",
    curly=True,
)
MARGIN = Look(
    body=Style("Helvetica", 8.4, 11.4, colour=SEA, after=5),
    headings=LOOK.headings,
    table=LOOK.table,
    caption=LOOK.caption,
    footnote=LOOK.footnote,
    furniture=LOOK.furniture,
    curly=True,
)

FIRST = (
    """
# A. A word before the plan

We are the smallest footprint in the South and very nearly the smallest in England: one hospital, one council,
one commissioning group, two NHS trusts and thirty-three practices, for 290,000 people on a peninsula and four
islands. Our difficulty has never been that there are too many of us to agree. It is that there are not enough
of us to do everything. [[none]]

I have run the mental health trust here for nine years. I was asked to lead this plan, I suspect, because
everyone else had a hospital to run or an election to fight. So you will find mental health on more of its
pages than is usual, and I make no apology for that. [[mental_health context]]

Magnus Trewhitt, Chief Executive

# B. What we are short of

## B.1 People

The Royal Pellan Hospital has places for {142|staff 142} consultants and has {118|staff 118}. The islands'
general practices are worse: on Holm the practice has been run by locums since its last partner drowned in
paperwork, as she put it to me, in 2014. One community nursing post in six is empty.^1^
[[recruitment_retention general_practice context]]
^1 Workforce returns at 31 August 2016. The figure for community nursing leaves out maternity cover.

We cost {£9.8m|money 9.8e6} a year more than a system of our size ought to because we buy so many of our
people by the day. [[numbers_cost finance context]]

## B.2 Money

If we do nothing, the NHS on Pellan Sound will be {£58m|money 58e6 by 2020} a year short by 2020/21, and the
council {£13m|money 13e6 by 2020} short in adult care. For every resident that is {£245|money 245}. [[finance
context]]

## B.3 Time

The ferry to Skerrick takes fifty minutes and the last one leaves at ten past six. In a gale there is no
ferry. Whatever is centralised in this plan is centralised on the far side of the water from somebody.
[[none]]

# C. Five promises

## C.1 A hospital that stays, and changes

The Royal Pellan will keep its emergency department, its maternity unit and its children's ward. There is
nowhere else for people to go, so there is nothing to consult upon. [[acute_services commitment]]

What must change is what the hospital is full of. Of its {360 beds|beds 360}, about {70|beds 70} are taken by
people whose treatment has ended. We will close {30 beds|beds 30 down by 2019} on two wards by March 2019, in
two steps of fifteen, each after three months in which fewer than forty people were waiting.
[[hospital_capacity delivery commitment]]

"""
    + HOME_FIRST.strip()
    + """

* Emergency surgery at night and at weekends will be shared with the mainland from June 2017. About
{190|activity 190} people a year will cross the bridge by ambulance who would once have stayed.
[[acute_services delivery commitment]]
* Two services are too small to be safe, and will be provided by the mainland's university hospital: vascular
surgery, from April, and radiotherapy planning, from September 2017. [[specialised_services acute_services
delivery commitment]]
* Neonatal intensive care ended here in 2012 and will not return. [[specialised_services context]]
* A seven-day diagnostic service, so that no one lies in bed from Friday to Monday waiting for a scan.
[[acute_services proposal]]

## C.2 Beds on the islands

Skerrick Community Hospital ({20 beds|beds 20}) and Holm Community Hospital ({14|beds 14}) are half hospital,
half harbour wall. They catch people. We will keep both, and we will use them better: step-up beds that a
nurse or paramedic can admit to, without a doctor's leave, from February 2017. [[community_hospitals
roles_skills delivery commitment]]

We considered closing the beds on Holm and using the care home. The care home closed in May.
[[community_hospitals context]]

## C.3 The same door for mind and body

(a) From April 2017 every locality team will have a psychiatrist's half day and two mental health nurses, and
every mental health team a general practitioner's half day. [[mental_health integrated_community_care delivery
commitment]]
(b) The waiting time for a first talking therapy will be four weeks by December 2017. It is eleven.
[[mental_health delivery commitment]]
(c) Nobody in a crisis will be taken to a police cell. Last year {23|population 23} people were. A place of
safety with two rooms opens beside the emergency department in January. [[mental_health delivery commitment]]
(d) People with psychosis die here seventeen years before their neighbours. Each will have a yearly check of
body as well as mind, and a health trainer who comes to the house. [[mental_health prevention proposal]]
(e) The ward for older people with dementia at Pellan Mind will move into the Royal Pellan's empty ward 9 in
2018, with {16 beds|beds 16} instead of {22|beds 22}. [[mental_health delivery commitment]]
(f) Autism: we have no adult service at all. We want one. [[mental_health aspiration]]

## C.4 Practices that do not stand alone

Our thirty-three practices propose to become one company, owned by its doctors and nurses, by April 2018.
Patients will keep their own surgery. The company will hire the staff, answer for quality, and lend a doctor
to whichever island has none. [[general_practice contracts_payment delivery commitment]]

* The three practices on Skerrick will share one building on the quay from 2019. [[general_practice estates
delivery commitment]]
* Eight pharmacists, six physiotherapists and four paramedics will be on its books by the end of 2018.
[[general_practice roles_skills delivery commitment]]
* The dentist on Holm comes one week in four, and will come for two. [[general_practice commitment]]

## C.5 Not being ill in the first place

* Drink costs our hospital more than smoking. The council will use its licensing powers in the harbour streets
from next year, and both trusts will back it in court with their figures. [[prevention delivery commitment]]
* Every pregnant smoker will be offered shopping vouchers to stop, and we do not care who sneers. [[prevention
proposal]]
* A warm-homes grant of up to {£1,200|money 1200} for 1,500 people with bad chests by 2019. [[prevention
finance delivery commitment]]
* Vaccination of staff against influenza: eight in ten, from five. [[prevention proposal]]
"""
)

SECOND = (
    """
# D. What it rests on

## D.1 People, again

We shall not attract a second cardiologist with a photograph of a lighthouse. So:

* We will run one staff bank for both trusts, the council and the practices from May 2017, and stop bidding
against ourselves. It should take {£4.1m|money 4.1e6 down by 2019} from the agency bill by 2019.
[[numbers_cost finance delivery commitment]]
* Generalists are what a small place needs. With the mainland deanery we will train {ten|staff 10} rural
generalists, doctors and nurses, beginning in August 2018. [[roles_skills delivery commitment]]
* Forty island school-leavers a year will start as care apprentices with a promised job.
[[recruitment_retention roles_skills commitment]]
* We will pay the ferry fares of staff. It is astonishing that we did not. [[recruitment_retention proposal]]
* I will meet each new starter in their first month, all four hundred a year. [[culture_leadership
commitment]]
* Half of our managers have never been taught to manage. A course of ten days, the same for ward sister and
social work lead, begins in March. [[culture_leadership delivery commitment]]

## D.2 Wires

Island medicine by video has been promised since I was a student. The cable reaches Skerrick in December 2016
and Holm in June. After that:

* a consultant in the Royal Pellan's emergency department will be able to see and hear a patient in either
island's unit, at any hour, from July 2017; [[digital_services acute_services delivery commitment]]
* one record, which health and social care both write in, for all who use the locality teams, by April 2018;
[[shared_records delivery commitment]]
* patients will see their letters and results on the same page, the day we do. [[digital_services
shared_records proposal]]

We looked at buying a single electronic patient record for both trusts: {£14m|money 14e6}. We could not defend
it beside nurses' pay. The two systems will be joined instead, for {£1.1m|money 1.1e6}. [[digital_services
shared_records finance commitment]]

## D.3 Roofs

The Royal Pellan's roofs leak on the third floor. Backlog of the high-risk kind is {£8m|money 8e6}, and a bid
for it has failed twice. We have 58 buildings. We will sell nine, among them Cable House and both trusts'
headquarters, and put all of the managers in the council's new offices by January 2018. [[estates finance
delivery commitment]]

Sales should bring {£5.5m|money 5.5e6}. We shall mend the roofs. [[estates finance commitment]]

# E. How we will be organised

## E.1 One trust

Pellan Sound NHS Foundation Trust and Pellan Mind NHS Trust will merge on 1 October 2017 if the regulators
allow. It will abolish my job. There will be one board in place of two, saving {£1.6m|money 1.6e6} a year in
salaries and auditors alone. [[provider_collaboration finance delivery commitment]]

## E.2 One budget

NHS Pellan Sound CCG and Pellan Council have shared a director of commissioning since 2015. From April 2017
they will pool everything that they spend on adults, {£318m|money 318e6} a year, in one fund under one
committee. [[commissioning finance delivery commitment]]

From April 2018 the fund will pay for care through a single contract, with the merged trust and the practices'
company as partners, for ten years, by a sum for each resident. Call it accountable care if you must. Gains
and losses are shared in the proportions of the table. [[contracts_payment finance delivery commitment]]

## E.3 One place where things are decided

The Pellan Sound Care Board will have eleven members: the leader and two councillors, three clinicians, three
lay people, the fund's director, and the merged trust's chief executive. It meets in public, on the islands in
turn. Under its terms of reference any three members can send a decision back once. [[governance commitment]]

"""
    + NO_DECISION.strip()
    + """

## E.4 Doing less that is useless

We are not a rich system and we spent {£2.7m|money 2.7e6} last year on operations and medicines that do nobody
good. A panel of doctors and patients publishes its list each spring. It began in 2016 with seventeen items
and adds ten this year. [[productivity_variation finance commitment]]

Referrals from our practices to the heart clinic vary fivefold. From January a cardiologist will answer
questions by telephone from noon until two, each weekday. [[productivity_variation delivery commitment]]

# F. Whom we asked

Nine public meetings, four of them on islands; 811 people. I have a heap of notes and the one I keep on top
says: you always ask us what we want and then you tell us what we can have.^2^ [[engagement context]]
^2 Meeting at Holm, 14 September 2016. The notes of all nine are on the council's website.

* The Care Board's three lay members will be chosen by lot from volunteers in March 2017. [[engagement
governance delivery commitment]]
* Staff elect two clinicians to it in the same month. [[engagement culture_leadership delivery commitment]]
* We shall go back to all nine places in October 2017 with a list of what we said and what we did.
[[engagement delivery commitment]]
"""
)

NOTES = {
    2: """
**The three numbers**

58: the millions that we are short.

70: the people in a bed who need not be.

6: in every hundred posts, the share that no one has applied for in a year. [[recruitment_retention
hospital_capacity finance context]]
""",
    3: """
**What “stays” means**

A maternity unit is a unit with an obstetrician. If we could not staff it we would say so here before we said
it anywhere. [[acute_services context]]
""",
    4: """
**Where the money for C.3 comes from**

Two parts growth, one part what we pay today for beds on the mainland: {£2.9m|money 2.9e6} last year for 44
people. [[mental_health finance context]]
""",
    5: """
**Not in this plan**

Any change to the hospice, to the lifeboat doctors, or to the birth room on Skerrick. [[acute_services
integrated_community_care proposal]]
""",
    6: """
**An objection**

“A single contract puts all our eggs in one basket.” Yes. It is a small island. There was only ever one
basket. [[contracts_payment context]]
""",
}

SHARES = [
    ["Partner", "Share of a gain", "Share of a loss"],
    ["Merged trust", "45%", "50%"],
    ["Practices' company", "20%", "10%"],
    ["Council", "25%", "30%"],
    ["Voluntary sector", "10%", "10%"],
]
GAP = [
    ["£m", "2017/18", "2018/19", "2019/20", "2020/21"],
    ["Gap if nothing is done", "21", "35", "47", "58"],
    ["Fewer days in hospital", "2", "6", "9", "11"],
    ["Agency and bank", "2", "4", "4", "5"],
    ["Efficiency, both trusts", "7", "12", "17", "21"],
    ["Merger and shared offices", "1", "3", "4", "5"],
    ["Mainland mental health beds", "1", "2", "3", "3"],
    ["Value panel", "1", "2", "3", "4"],
    ["Transformation funding", "5", "6", "7", "9"],
    ["Not yet found", "2", "0", "0", "0"],
]
BARS = (
    ("Place of safety opens", 0, 2, "Pellan Mind", "mental_health delivery commitment"),
    (
        "Step-up beds on Skerrick and Holm",
        0,
        2,
        "Foundation Trust",
        "community_hospitals delivery commitment",
    ),
    ("Pooled fund with the council", 0, 2, "CCG and council", "commissioning delivery commitment"),
    ("One staff bank", 1, 3, "Directors of people", "numbers_cost delivery commitment"),
    (
        "Emergency surgery shared with the mainland",
        1,
        3,
        "Medical director",
        "acute_services delivery commitment",
    ),
    ("Video link to both islands", 2, 4, "Chief information officer", "digital_services delivery commitment"),
    ("Merger of the two trusts", 1, 5, "Both chairs", "provider_collaboration delivery commitment"),
    ("Practices' company", 2, 6, "Federation", "general_practice delivery commitment"),
    ("First 15 beds close", 5, 6, "Chief nurse", "hospital_capacity delivery commitment"),
    ("Single ten-year contract", 3, 6, "Care Board", "contracts_payment delivery commitment"),
)
QUARTERS = ("Oct–Dec 2016", "Jan–Mar 2017", "Apr–Jun 2017", "Jul–Sep 2017", "Oct–Dec 2017", "Jan–Mar 2018")


def _furnish(page: Page) -> None:
    page.running("Enough of us", 62, 38)
    page.running(f"{page.number}", page.width - 62, page.height - 30, "right")


def _frames(document: Document) -> Iterator[Frame]:
    while True:
        page = document.page(A4)
        _furnish(page)
        if script := NOTES.get(page.number):

            def margin(page: Page = page, script: str = script) -> None:
                page.rule(412, 72, 412, 180, SEA, 1)
                page.column(420, 68, 124, 400, MARGIN, place="margin").write(script)

            page.closing.append(margin)
        yield Frame(page, 62, 60, 336, 788)


def _cover(document: Document) -> None:
    page = document.page(A4)
    page.rect(0, 0, 180, 842, fill=SEA)
    for number in range(7):
        page.disc(90, 130 + 95 * number, 8 + 5 * number, "#dcebec")
    column = page.column(210, 150, 330, 800)
    column.para("Enough of us", style=Style("Helvetica", 36, 42, "bold", SEA, after=8))
    column.para("Pellan Sound health and care plan, 2016 to 2021", style=Style("Helvetica", 15, 20, after=26))
    column.para("Submitted 21 November 2016")
    column.para(f"**{MARK}**", "none")
    column.para(
        "Pellan Sound is on no chart. It was made up, with all that is said of it, to test a program that "
        "reads plans.",
        "none",
    )


def _bars(document: Document) -> None:
    page = document.page(A4_WIDE)
    _furnish(page)
    column = page.column(62, 54, 718, 120)
    column.heading("G. What happens when, and who answers for it")
    left, width = 262.0, 88.0
    for number, quarter in enumerate(QUARTERS):
        page.column(left + width * number, 92, width, 112, chart="bars").para(
            quarter, style=Style("Helvetica", 8.5, 11, "bold", after=0, align="centre")
        )
        page.rule(left + width * number, 108, left + width * number, 520, "#ccdddd")
    for number, (task, start, end, owner, notation) in enumerate(BARS):
        y = 116 + 40 * number
        page.column(62, y + 4, 190, y + 36, chart="bars").para(
            task, notation, style=Style("Helvetica", 9.5, 12, after=0)
        )
        page.rect(left + width * start + 3, y + 2, width * (end - start) - 6, 22, fill=SEA, round_by=4)
        name = page.column(left + width * start + 5, y + 7, width * (end - start) - 10, y + 36, chart="bars")
        name.para(owner, style=Style("Helvetica", 7.5, 9.5, "bold", "#ffffff", after=0, align="centre"))
        page.rule(62, y + 34, 790, y + 34, "#e6efef")


def compose(contents: list[tuple[str, int, int]]) -> Document:
    """The document; it has no contents list."""
    document = Document(ID, FOOTPRINT, TITLE, "Magnus Trewhitt", LOOK)
    _cover(document)
    column = Column(_frames(document), LOOK)
    column.write(FIRST)
    column.write(SECOND)
    _bars(document)
    page = document.page(A4)
    _furnish(page)
    column = page.column(62, 60, 471, 788)
    column.heading("H. The sums and the risks")
    unit = "finance commitment"
    column.table(
        GAP,
        [44, 14, 14, 14, 14],
        counts="money 1e6",
        caption="Table 1: how the gap grows and how we mean to close it",
        rules="rows",
        pad=4,
        labels=[
            "finance context",
            f"hospital_capacity {unit}",
            f"numbers_cost {unit}",
            unit,
            f"provider_collaboration estates {unit}",
            f"mental_health {unit}",
            f"productivity_variation {unit}",
            "finance context",
            "finance context",
        ],
    )
    column.table(
        SHARES,
        [50, 25, 25],
        caption="Table 2: how gains and losses are shared",
        rules="none",
        pad=3,
        labels=["contracts_payment finance commitment"] * 4,
    )
    column.write(
        """
## What may sink us

* **The weather.** Two winters like 2013 and every figure here is wrong. [[delivery context]]
* **Me.** A small system leans on few people. Each programme has a named deputy who can run it from the day I,
or any other lead, is gone. [[culture_leadership delivery commitment]]
* **The regulators.** The merger is slowed, and with it a tenth of the savings. We have asked for an answer by
July. [[provider_collaboration finance delivery context]]
* **Ourselves.** We have been here before: the 2011 plan set out 44 actions and 13 were done. Each month the
Care Board will read out the ones that are late. [[governance delivery commitment]]

We ask of the nation {£21m|money 21e6} of capital over four years: {£8m|money 8e6} for roofs, {£6m|money 6e6}
for the quay at Skerrick, {£7m|money 7e6} for ward 9 and the place of safety. [[estates mental_health finance
proposal]]
"""
    )
    return document
