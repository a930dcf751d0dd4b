"""Calderwick and the Fells: two columns in a clinician's voice, with sidebars.

Untagged; words broken at line ends; real ligature glyphs (fi, fl); footnotes below their own column.
"""

from collections.abc import Iterator
from typing import Any

from ..boilerplate import HOME_FIRST, MODEL, NO_DECISION
from ..kit import A4, MARK, Column, Document, Frame, Look, Page, Style

ID = "calderwick-2016-11"
FOOTPRINT = "S03"
TITLE = "Near Enough: a plan for health and care in Calderwick and the Fells"
KIND = "plan"
PUBLISHED = "2016-11-14"
NOTE = "two columns; sidebars; hyphenation; ligature glyphs"

_V = "Vera"
GREEN, SAND = "#2f5d3a", "#f3efe2"


def _style(size: float, leading: float, **more: Any) -> Style:
    return Style(_V, size, leading, ligatures=True, **more)


LOOK = Look(
    body=_style(9.8, 13.8, after=7, hyphens=True),
    headings=(
        _style(17, 21, face="bold", colour=GREEN, before=12, after=6),
        _style(11.5, 15, face="bold", colour=GREEN, before=7, after=4),
        _style(9.8, 13.8, face="bold", before=3, after=2),
    ),
    table=_style(8.6, 11.4),
    caption=_style(8, 11, face="italic", after=4),
    footnote=_style(6.8, 8.6),
    furniture=_style(7.2, 9, colour="#777777"),
    indents=(12, 11),
    curly=True,
)

PART = "----"  # each part of the plan begins on a new page
TEXT = (
    """
# From the medical lead

I have been a general practitioner in Kirk Ousby for twenty-six years. In that time I have watched the drive
to the Infirmary get no shorter, the winters no kinder, and the telephone become the most important instrument
in my bag. This plan was written by clinicians, at kitchen tables and in ward offices, and I hope that it
reads that way. [[none]]

We chose the title with care. Services in these valleys will never be near. What people ask of us is that they
be near enough: near enough to be reached in labour, in a blizzard, at eighty-five. [[none]]

Dr Anneliese Marr, for the clinical assembly

# What we found

Some 310,000 people live in Calderwick and the Fells, one third of them more than forty minutes from a
hospital. We have two small district hospitals, {seven|sites 7} community hospitals, forty-one practices, and
a shortage of nearly everyone. [[none]]

## The rotas cannot be filled

Of {64|staff 64} consultant posts at Calderwick Infirmary, {15|staff 15} are held by locums. Ousby District
Hospital has advertised for an acute physician eleven times since 2013 and appointed once; she left within the
year. When the second paediatrician at Ousby retires in July 2017 there will be no paediatric rota to speak
of. [[recruitment_retention acute_services context]]

Practices are faring no better. Nine partners left this year. Two practices handed back their contracts, and
8,600 patients were moved to practices that had not asked for them.^1^ [[recruitment_retention
general_practice context]]
^1 Letters to the CCGs from Threlby and Hallgarth surgeries, March and May 2016.

## Too many of our people are in the wrong bed

In June our nurses walked every ward of both hospitals and asked of each patient a single question: if
everything else were in place, would this person need to be here tonight? For {38 per cent|percent 38} of
medical patients the answer was no. In the community hospitals it was {51 per cent|percent 51}.
[[hospital_capacity community_hospitals context]]
"""
    + HOME_FIRST
    + """
## We differ from each other without reason

A person with a painful knee in the western dales is twice as likely to have it replaced as one in Calderwick,
and no more likely to be glad of it. Two of our practices prescribe four times as many antibiotics as two
others. These are not differences between patients. [[productivity_variation context]]

----

# What we propose

## One hospital service on two sites

From April 2018 the Infirmary and Ousby will be run as one hospital service, with one medical staff, one rota
in each specialty and one waiting list. A surgeon appointed to one will be appointed to both. [[acute_services
provider_collaboration delivery commitment]]

* Emergency surgery, trauma and the sickest medical patients will be treated at the Infirmary from October
2018. [[acute_services delivery commitment]]
* Ousby will keep an emergency department at all hours. We looked hard at closing it by night and have decided
against: the road over Hollin Pass was shut on nineteen nights last winter. [[acute_services commitment]]
* Planned orthopaedics for both valleys will move to Ousby, where two theatres stand idle on three days a
week. [[acute_services hospital_capacity commitment]]
* Beds at the two hospitals would go from {680|beds 680} to {632|beds 632 down by 2020} by March 2021, the
balance moving to care at home. [[hospital_capacity integrated_community_care delivery commitment]]

## Births

Last year 1,130 babies were born at Ousby, and on 43 days the unit was closed for want of a doctor. We see
three ways ahead: a midwife-led unit at Ousby with consultant care at the Infirmary; consultant units in both
with a shared rota; or a single unit with beds nearby for women from the far dales to wait in. We do not
favour one before the Royal Colleges' review has reported. [[acute_services aspiration]]

## Services that belong in a great city

Fewer than thirty of our people a year need cancer surgery of the oesophagus, and no surgeon stays good at an
operation done twice a month. It will be done in Kestlebridge from January 2018, with tests and follow-up
here. We will ask NHS England to pay for the relatives' rooms, and shall go on asking. [[specialised_services
acute_services delivery commitment]]

## The community hospitals

We have {133 beds|beds 133} in seven buildings, none of which has enough patients to keep two nurses safely on
duty at night. Four will have beds in future: Kirk Ousby, Hallgarth, Threlby and Lowmoor, with {101|beds 101
down by 2019} between them by 2019. The other three, at Sandwick, Cotterby and Brackmoss, will become health
and care centres without beds, with clinics, a day room, the district nurses, and the ambulance.
[[community_hospitals delivery commitment]]

This is the part of our plan that will be most disliked, and we shall be in each of the three towns to explain
it before Christmas. [[community_hospitals engagement delivery commitment]]

## General practice

We would rather have six strong groups of practices than forty-one brave ones. The groups will share locum
cover, a visiting team, and one person each who understands spreadsheets. Five have formed; the sixth, in the
western dales, will do so by June 2017. [[general_practice delivery commitment]]

* {£2.2m|money 2.2e6} a year more will be spent on general practice from 2018, taken from the growth in
hospital budgets. [[general_practice finance delivery commitment]]
* A paramedic will do the urgent home visits for each group, which has saved partners nine hours a week in
Threlby. [[general_practice roles_skills proposal]]
* Out-of-hours doctors will sit in the Infirmary's emergency department from this winter. [[general_practice
acute_services delivery commitment]]

## Teams in the valleys

Ten valley teams have been at work since the spring, so this is a report as much as a plan. Each has district
nurses, a social worker, a mental-health nurse and two care co-ordinators. In Hallgarth, admissions of people
over 75 are down by {11 per cent|percent 11 down} against last year; in Lowmoor they are not, and we do not
yet know why. [[integrated_community_care context]]

By September 2017 every team will also have a pharmacist, hospice-at-home nurses at night, and keys to the
equipment store. [[integrated_community_care roles_skills delivery commitment]]

## Minds

A farmer who is not sleeping will not ring a talking-therapy service in Calderwick. He may talk to the vet,
the auctioneer or the vicar. We will train 300 such people in mental health first aid by 2018 and place a link
worker at both livestock markets. The suicide rate among our farming men is the reason. [[mental_health
prevention delivery commitment]]

* A crisis café will open in Calderwick on seven evenings a week in April 2017. [[mental_health delivery
commitment]]
* The 18-bed older people's ward at Fellside will not close. [[mental_health commitment]]
* Children waiting more than eighteen weeks for an autism assessment: none by March 2018, from 212 today.
[[mental_health delivery commitment]]
* A memory clinic will visit each valley once a month. [[mental_health commitment]]

## Children

A third of the children seen in our emergency departments go home with nothing but advice. From September 2017
a children's nurse will answer the telephone for every practice between eight and eight, and paediatricians
will hold their clinics in practices on one afternoon a week. [[integrated_community_care general_practice
delivery commitment]]

The children's ward at Ousby will become an assessment unit, open for fourteen hours a day, when its
paediatrician retires. Children who need to stay the night will go to the Infirmary, and a parent with them.
[[acute_services hospital_capacity commitment]]

## When minutes matter

Ambulances reach 58 per cent of our most urgent calls in eight minutes, and it would take twelve more crews to
do as well as the towns do. We prefer to train. By 2019 there will be a team of volunteer responders, with a
defibrillator and a radio, in each of forty villages, and the fire service will answer cardiac arrests beside
the ambulance. [[integrated_community_care delivery commitment]]

## Using medicine with care

Every practice will see its own figures beside those of its neighbours, with names, each quarter. We tried
this with antibiotics and prescribing fell by a tenth in a year, without a single instruction from anybody.
[[productivity_variation proposal]]

* People with back pain will see a physiotherapist first, and a surgeon only after a shared decision.
[[productivity_variation proposal]]
* Follow-up after a cataract will be by the high-street optician, releasing {5,400|activity 5400} appointments
a year. [[productivity_variation general_practice commitment]]
* Of 1,900 people on ten or more medicines, each will have a review by a pharmacist before March 2018.
[[productivity_variation delivery commitment]]

## Keeping people well

Prevention is the job of the whole community and we intend to behave as though it were ours. Every patient put
forward for an operation will be offered help to stop smoking, lose weight or get fit before the date is set.
We shall ask the county council not to cut the health visitors, and we will put {£400,000|money 400000} beside
their money if they do not. [[prevention commissioning finance commitment]]

----

# What it takes

## People

We shall not recruit our way out of this by advertising harder. We have to grow our own.
[[recruitment_retention aspiration]]

* With the University of Kestlebridge a rural medical school track will start with twenty students in
September 2018. [[roles_skills delivery commitment]]
* Fifteen advanced clinical practitioners are in training and will staff the Ousby medical rota at night from
2018. [[roles_skills acute_services delivery commitment]]
* Joint posts, half in a practice and half in a hospital, for every new geriatrician and paediatrician.
[[roles_skills proposal]]
* A nurse who comes here from elsewhere can rent a flat from us for two years at half the market price.
[[recruitment_retention proposal]]
* The pay bill for locums was {£13.6m|money 13.6e6} last year, and will be below {£8m|money 8e6 down by 2018}
by 2018/19. [[numbers_cost finance delivery commitment]]

Tired people make mistakes. Schwartz rounds, where staff of every rank talk about the weight of the work, will
be held monthly in both hospitals and quarterly in the valleys. [[culture_leadership proposal]]

## Telephones, wires and records

Eleven of our practices have a slower internet line than my daughter's house. The county's fibre programme
will reach them by December 2017, and with it the video clinics that spare a dialysis patient from Sandwick a
ninety-mile journey. [[digital_services delivery commitment]]

* Hospital doctors can now read the practice record; practices will be able to read the hospital's from May
2017, and social workers both by the end of that year. [[shared_records delivery commitment]]
* Four hundred people with failing hearts or lungs will send readings from home each day. [[digital_services
commitment]]
* We would like an electronic prescribing system; we have no money for one. [[digital_services finance
aspiration]]

## Leading

Each programme is led by a clinician and a manager together, and neither may sign without the other. The time
of the clinicians, one day a week each, is paid for. [[culture_leadership governance proposal]]

## Buildings

Cotterby has a tree growing through its boiler house. Of {£23m|money 23e6} of backlog repairs in our hospitals
a third is in the three buildings that would lose their beds. Surplus land at Brackmoss will be offered first
to the housing association. [[estates community_hospitals finance commitment]]

## Money

We spend {£611m|money 611e6} a year. Left alone, we shall be {£84m|money 84e6 by 2020} short by 2020/21. Half
of that is the cost of having two small hospitals far from anywhere, which no efficiency of ours will alter,
and we have put the case for a rural premium of {£18m|money 18e6} to NHS England. They have not said yes.^2^
[[finance context]]
^2 Letter to the regional director, 2 September 2016. An answer is expected with the planning allocations.
"""
    + MODEL
    + """
----

# How we shall run it

## One budget for the valleys

The two CCGs will act as one from April 2017, with one governing body meeting in common. They and the county
council will put {£92m|money 92e6} for community health, social care and the voluntary sector into a single
pooled budget. [[commissioning finance delivery commitment]]

Fellside Partnership will hold it, under an alliance contract in which the practices, the hospital trust and
the county share both gain and loss. In time the alliance may become an accountable care organisation; we have
no wish to be early. [[contracts_payment aspiration]]

## Why not something bolder?

Three people wrote to us to ask why we do not build a single new hospital at the motorway. We did the sum. It
would cost {£310m|money 310e6}, take eight years, and add twenty-five minutes to the journey of the half of
our people who are oldest and poorest. It would also solve the rotas. We have set it aside for this plan and
would not mock those who take it up in the next. [[acute_services estates finance context]]

Others asked why we change anything. To them we say: the rota for children at Ousby ends in July whether we
plan or not. [[acute_services recruitment_retention delivery context]]

## Who decides

A clinical assembly of forty, elected by their colleagues, advises a partnership board of nine. The assembly
can require the board to think again once. Each statutory body keeps its own duties and its own vote.
[[governance context]]
"""
    + NO_DECISION
    + """
## What we do not know

Plans of this kind tend to be surest where they know least, so here is a list. We do not know whether care at
home costs less than care in a community hospital once the travelling is paid for; the two studies we could
find disagree, and neither was done among hills. We do not know how many nurses would follow a bed into the
community. And we do not know what the county council's budget will be in February. [[delivery
integrated_community_care context]]

The university will evaluate the valley teams for three years and publish what it finds, good or bad,
beginning in March 2018. [[integrated_community_care delivery commitment]]

## What happens when

* December 2016: town meetings in Sandwick, Cotterby and Brackmoss. [[engagement delivery commitment]]
* March 2017: the Royal Colleges report on births; we publish their report the same week. [[acute_services
engagement delivery commitment]]
* May 2017: business case for the one hospital service. [[acute_services delivery commitment]]
* July to October 2017: public consultation. [[engagement delivery commitment]]
* April 2018: one medical staff, one waiting list. [[acute_services delivery commitment]]

We shall be judged on three numbers, which will be on the wall of every waiting room: nights on which somebody
lay in a hospital bed for want of care at home, posts filled, and pounds overspent. [[delivery commitment]]
"""
)

SIDEBARS = {
    2: """
## Ivy's story

Ivy Tranter, 91, fell in her kitchen at Sandwick in February. She waited two hours for an ambulance and eleven
for a bed, and was home after 34 days, unable to climb her stairs. Her hip was not broken. A visit that
evening, a commode and a week of help would have done. [[integrated_community_care context]]
""",
    6: """
## What people told us

Over the summer 2,260 people filled in our postcard. We asked one thing: what must we not lose? [[engagement
context]]

* The emergency department at Ousby (61 per cent) [[acute_services engagement context]]
* My own doctor (58 per cent) [[general_practice engagement context]]
* Beds in my town (37 per cent) [[community_hospitals engagement context]]
* The bus to the Infirmary (22 per cent) [[engagement context]]
""",
    7: """
## The sum on one line

£84m short; £18m asked as a rural premium; £41m from the changes in this plan; £19m of transformation funding;
£6m for which we have no answer. [[finance context]]
""",
}
SIDEBAR_HEIGHT = 182


def _furnish(page: Page) -> None:
    left, right = 54, page.width - 54
    page.running("Near Enough · Calderwick and the Fells", left, 40)
    page.running(str(page.number), right, 40, "right")


def _frames(document: Document) -> Iterator[Frame]:
    """Two columns a page; the second is cut short where a sidebar stands below it."""
    while True:
        page = document.page(A4)
        _furnish(page)
        top, bottom = 66.0, 790.0
        yield Frame(page, 62, top, 222, bottom)
        if script := SIDEBARS.get(page.number):
            bottom -= SIDEBAR_HEIGHT + 14

            def sidebar(page: Page = page, script: str = script) -> None:
                page.rect(311, 790 - SIDEBAR_HEIGHT, 224, SIDEBAR_HEIGHT, fill=SAND, line=GREEN)
                page.column(320, 790 - SIDEBAR_HEIGHT + 6, 206, 788, place="sidebar").write(script)

            page.closing.append(sidebar)
        yield Frame(page, 311, top, 222, bottom)


def compose(contents: list[tuple[str, int, int]]) -> Document:
    """The document; it has no contents list."""
    document = Document(ID, FOOTPRINT, TITLE, "The clinical assembly of Calderwick and the Fells", LOOK)
    page = document.page(A4)
    page.rect(0, 0, 595, 300, fill=GREEN)
    column = page.column(54, 120, 480, 290)
    column.para("Near Enough", style=_style(36, 44, face="bold", colour="#ffffff", after=6))
    column.para(
        "A plan for health and care in Calderwick and the Fells", style=_style(14, 18, colour="#ffffff")
    )
    column = page.column(54, 330, 480, 790)
    column.para("November 2016", style=_style(11, 14, after=12))
    column.para(f"**{MARK}**", "none", style=_style(11, 14, after=6))
    column.para(
        "Calderwick and the Fells was made up, with everybody in it, to test a program that reads plans.",
        "none",
        style=_style(9, 12, after=24),
    )
    column = page.column(150, 470, 300, 790)
    for words, notation in (
        ("“If it snows, we are it. Please plan for snow.”", "none"),
        ("District nurse, Threlby", "none"),
    ):
        column.para(words, notation, style=_style(13, 18, face="italic", colour=GREEN, align="centre"))
    for part in TEXT.split(PART):
        column = Column(_frames(document), LOOK)
        column.write(part)
        if part.lstrip().startswith("# What we propose"):
            _services(document)
    column.table(
        [
            ["Site", "2016", "2021"],
            ["Calderwick Infirmary", "420", "404"],
            ["Ousby District Hospital", "260", "228"],
            ["Community hospitals", "133", "101"],
            ["All", "813", "733"],
        ],
        [56, 22, 22],
        caption="Table 1: beds in the two hospitals and seven community hospitals",
        rules="rows",
        labels=["hospital_capacity commitment"] * 2
        + ["community_hospitals commitment", "hospital_capacity community_hospitals commitment"],
    )
    column.table(
        [
            ["Measure", "£m"],
            ["One hospital service", "14"],
            ["Valley teams and beds at home", "9"],
            ["Clinical variation and medicines", "11"],
            ["Locums and agency", "5"],
            ["Estate and back office", "2"],
            ["All measures", "41"],
        ],
        [76, 24],
        caption="Table 2: closing the gap, £m in 2020/21",
        rules="rows",
        labels=[
            "acute_services finance commitment",
            "integrated_community_care finance commitment",
            "productivity_variation finance commitment",
            "numbers_cost finance commitment",
            "estates provider_collaboration finance commitment",
            "finance commitment",
        ],
    )
    column.table(
        [
            ["If", "then", "Watched by"],
            [
                "nurses do not come forward for the valley teams",
                "beds stay open into 2020",
                "Director of nursing",
            ],
            ["the road floods or the snow lies", "Ousby must hold patients for two days", "Resilience lead"],
            ["the rural premium is refused", "£18m more must be found, or said", "Board"],
            ["the county cuts home care", "we shall have moved people into a gap", "County director"],
        ],
        [38, 36, 26],
        caption="Table 3: what might go wrong, and whose job it is to see it first",
        align="lll",
        labels=[
            "recruitment_retention integrated_community_care delivery context",
            "acute_services delivery context",
            "finance delivery context",
            "integrated_community_care delivery context",
        ],
    )
    return document


SERVICES: list[list[Any]] = [
    ["Service", ("Calderwick Infirmary", 2), ("Ousby District Hospital", 2)],
    ["", "Today", "2021", "Today", "2021"],
    ["Emergency department", "all hours", "all hours", "all hours", "all hours"],
    ["Emergency surgery and trauma", "yes", "yes", "yes", "no"],
    ["Planned orthopaedics", "yes", "no", "yes", "yes, both valleys"],
    ["Day surgery", "yes", "yes", "yes", "yes"],
    ["Critical care", "8 beds", "10 beds", "4 beds", "high dependency, 4 beds"],
    ["Stroke", "unit", "hyper-acute unit", "unit", "rehabilitation, 12 beds"],
    ["Children's ward", "yes", "yes", "yes", "assessment, 14 hours a day"],
    ["Births", "consultant unit", "to be decided", "consultant unit", "to be decided"],
    ["Chemotherapy", "five days", "five days", "two days", "three days"],
    ["Dialysis", "18 stations", "18 stations", "none", "6 stations"],
]


def _services(document: Document) -> None:
    """A page across the full width: what each hospital does, under two rows of heads."""
    page = document.page(A4)
    _furnish(page)
    column = page.column(62, 66, 471, 790)
    column.heading("What each hospital will do")
    column.para(
        "The table sets side by side what the two hospitals do today and what they will do in 2021. It was "
        "drawn up by the heads of "
        "service of both, who met eleven times and disagreed for nine of them. Where it says to be decided, "
        "it is.",
        "acute_services context",
    )
    unit = "acute_services commitment"
    still = "acute_services context"
    column.table(
        SERVICES,
        [28, 17, 17, 17, 21],
        caption="Table 4: services by hospital, today and in 2021",
        heads=2,
        align="lllll",
        pad=5,
        labels=[unit] * 3
        + [still]
        + ["acute_services hospital_capacity commitment"]
        + [unit] * 2
        + [still]
        + [unit] * 2,
    )
    column.write(
        """
Six dialysis stations at Ousby will open in the autumn of 2018, so that forty people need no longer cross
Hollin Pass three times a week. They will be paid for by the sale of the old nurses' home, for which we have
an offer of {£1.7m|money 1.7e6}. [[acute_services estates finance delivery commitment]]

Critical care is the smallest change in the table and the one that has kept us awake. Ousby's four beds will
be for people who need close watching but no ventilator; anyone worse will be stabilised and moved, by a
retrieval team based at the Infirmary that we shall share with the neighbouring footprint. The team starts in
January 2018 and must have worked for six months before emergency surgery moves. [[acute_services delivery
commitment]]

Chemotherapy at Ousby will rise from two days to three in April 2017, since the nurses are already trained and
the chairs already bought. Some things can simply be done. [[acute_services delivery commitment]]
"""
    )
