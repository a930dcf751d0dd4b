"""Harrowmere and the Vale: a consultancy's slide deck, with cards, boxes and arrows.

Untagged; the text boxes are drawn in a shuffled order; bullets are drawn dots; tables without rules.
"""

from ..boilerplate import MODEL, THREE_GAPS
from ..kit import MARK, SLIDE, Document, Look, Page, Style, split_notation

ID = "harrowmere-2016-10"
FOOTPRINT = "S01"
TITLE = "Better Together: the Harrowmere and the Vale STP"
KIND = "plan"
PUBLISHED = "2016-10-28"
NOTE = "slide deck; cards, boxes and arrows; text drawn in a shuffled order; drawn bullets"

_H = "Helvetica"
NAVY, TEAL, PALE, GREY = "#12284b", "#0b7a75", "#e3f0ef", "#eef1f5"
LOOK = Look(
    body=Style(_H, 12.5, 15.5, after=5),
    headings=(
        Style(_H, 20, 24, "bold", NAVY, after=6),
        Style(_H, 14, 17, "bold", TEAL, before=4, after=5),
        Style(_H, 12.5, 15.5, "bold", NAVY, before=2, after=2),
    ),
    table=Style(_H, 10.5, 13),
    caption=Style(_H, 10, 13, "italic", after=3),
    footnote=Style(_H, 8, 10),
    furniture=Style(_H, 8.5, 11, colour="#778899"),
    bullets=("", "–"),
    indents=(13, 12),
    curly=True,
)
BIG = Style(_H, 40, 46, "bold", TEAL, after=2)
WHITE = Style(_H, 13, 17, "bold", "#ffffff")
SMALL = Style(_H, 11, 14, after=3)
YEARS = ["2016/17", "2017/18", "2018/19", "2019/20", "2020/21"]


def _slide(document: Document, title: str) -> Page:
    page = document.page(SLIDE)
    page.rect(0, 0, 960, 8, fill=TEAL)
    page.column(40, 24, 880, 84).heading(title)
    page.running("Better Together | Harrowmere and the Vale", 40, 524)
    page.running(str(page.number), 920, 524, "right")
    return page


def _cover(document: Document) -> None:
    page = document.page(SLIDE)
    page.rect(0, 0, 960, 330, fill=NAVY)
    column = page.column(60, 120, 800, 320)
    column.para("Better Together", style=Style(_H, 44, 52, "bold", "#ffffff", after=10))
    column.para(
        "The sustainability and transformation plan for Harrowmere and the Vale",
        style=Style(_H, 20, 26, colour="#ffffff"),
    )
    column = page.column(60, 370, 800, 520)
    column.para("Final submission, 28 October 2016")
    column.para(f"**{MARK}**", "none")
    column.para("Harrowmere and the Vale, its bodies and its figures were made up.", "none")


def _summary(document: Document) -> None:
    page = _slide(
        document,
        "We have a single plan that moves care closer to home and brings the system back into balance",
    )
    column = page.column(40, 98, 330, 505)
    column.write(
        """
Harrowmere and the Vale is home to 640,000 people. Four CCGs, three NHS trusts and two councils have come
together with one ambition: that people live well for longer, are cared for at home wherever that is right,
and find hospitals that are safe when they need them. [[none]]

If nothing changes, the NHS here faces a gap of {£210m|money 210e6 by 2020} by 2020/21. The four programmes
opposite close it in full. [[finance context]]

They rest on three enablers – people, digital and estates – and on a new way of working between organisations.
[[none]]
"""
    )
    column.write(THREE_GAPS)
    cards = (
        "## Stronger neighbourhoods\n\n{£46m|money 46e6 by 2020} a year by 2020/21 from fourteen "
        "neighbourhood teams, "
        "which will see frail people within two hours of a call. [[integrated_community_care finance "
        "delivery commitment]]",
        "## Hospitals with a purpose\n\n{£58m|money 58e6 by 2020}. One emergency hospital, one elective "
        "hospital, and "
        "{150 fewer|beds 150 down} acute beds across the two sites. [[acute_services hospital_capacity "
        "finance commitment]]",
        "## Every pound well spent\n\n{£61m|money 61e6 by 2020} from the best value pathways in RightCare, "
        "from length of "
        "stay and from theatres that start on time. [[productivity_variation finance commitment]]",
        "## One corporate service\n\n{£12m|money 12e6 by 2020} from shared finance, HR, IT and procurement "
        "for three trusts "
        "from April 2018. [[provider_collaboration finance delivery commitment]]",
    )
    for number, script in enumerate(cards):
        page.card(395 + 268 * (number % 2), 98 + 200 * (number // 2), 256, 186, script, fill=PALE, round_by=6)


def _case(document: Document) -> None:
    page = _slide(document, "The case for change: three gaps, and each makes the others worse")
    cards = (
        (
            "7.9 years",
            "the gap in male life expectancy between Millfold ward and Vale St Anne [[none]]",
            "## Health and wellbeing\n\n* One adult in five smokes in the east of the city; one in four is "
            "obese. [[none]]\n"
            "* Only 38 per cent of people with diabetes receive all eight checks. [[productivity_variation "
            "context]]\n"
            "* Smoking at the time of birth is half as common again as in England. [[none]]",
        ),
        (
            "91.2%",
            "the share of A&E patients seen within four hours in 2015/16 [[none]]",
            "## Care and quality\n\n* The trauma rota at Queen Adelaide Hospital has been staffed by locums "
            "for two years. "
            "[[recruitment_retention context]]\n* A fifth of acute beds hold somebody who could be "
            "elsewhere. "
            "[[hospital_capacity context]]\n* Seventeen of 82 practices are rated less than good. "
            "[[general_practice context]]",
        ),
        (
            "£210m",
            "the gap in 2020/21 if we do nothing, before social care [[finance context]]",
            "## Finance and efficiency\n\n* The trusts ended last year with a joint deficit of {£39m|money "
            "39e6}. "
            "[[finance context]]\n* Acute demand grows by 2.9 per cent a year; our funding by 2.1 per cent. "
            "[[finance context]]\n* Adult social care adds {£27m|money 27e6 by 2020}. [[finance context]]",
        ),
    )
    for number, (figure, label, script) in enumerate(cards):
        left = 40 + 300 * number
        page.rect(left, 98, 280, 400, fill=GREY)
        column = page.column(left + 14, 110, 252, 210, group=f"g{number}")
        column.para(figure, style=BIG)
        column.para(*split_notation(label), style=SMALL)
        page.column(left + 14, 215, 252, 490).write(script)


def _model(document: Document) -> None:
    page = _slide(document, "Our care model: four steps, with most of the care in the first two")
    steps = (
        ("Stay well", "prevention and self-care"),
        ("Neighbourhood", "teams around practices"),
        ("Specialist", "hospital and centre"),
        ("Home again", "within 24 hours of fit"),
    )
    texts = (
        "* Health coaches in all fourteen neighbourhoods by 2018. [[prevention delivery commitment]]\n"
        "* Brief advice on drink and tobacco at every contact. [[prevention proposal]]\n"
        "* Social prescribing through 220 community groups. [[prevention proposal]]",
        "* Practices of 30,000 to 50,000 patients, working as one with community nursing and social work. "
        "[[general_practice integrated_community_care proposal]]\n"
        "* A care plan for the 3 per cent at greatest risk. [[integrated_community_care proposal]]",
        "* Emergency care on one site, with a surgical consultant at the front door. [[acute_services "
        "proposal]]\n"
        "* Specialist cancer surgery only where a surgeon does more than fifty a year. "
        "[[specialised_services acute_services commitment]]",
        "* Discharge to assess from every ward by October 2017. [[integrated_community_care delivery "
        "commitment]]\n"
        "* Sixty reablement places bought jointly with the councils. [[integrated_community_care "
        "commissioning commitment]]",
    )
    for number, ((name, line), script) in enumerate(zip(steps, texts, strict=True)):
        left = 40 + 228 * number
        page.rect(left, 104, 196, 74, fill=NAVY, round_by=8)
        column = page.column(left + 10, 116, 176, 176, step=name)
        column.para(name, style=Style(_H, 13, 17, "bold", "#ffffff", after=2, align="centre"))
        column.para(line, style=Style(_H, 10, 13, colour="#ffffff", align="centre"))
        if number < 3:
            page.arrow(left + 199, 141, left + 226, 141, TEAL, 3)
        page.column(left + 4, 196, 196, 400).write(script)
    page.rect(40, 400, 880, 100, fill=PALE)
    page.column(54, 410, 850, 498).write(
        """
## What this means for Mrs Ellery

Mrs Ellery is 84 and has heart failure. Today she meets eleven services and tells her story eleven times. In
2019 her neighbourhood team will hold one plan for her, her heart nurse will see her weight each morning
through a tablet, and when she falls somebody will come within two hours. [[integrated_community_care
digital_services delivery commitment]]
"""
    )


def _neighbourhoods(document: Document) -> None:
    page = _slide(document, "Fourteen neighbourhoods will carry the weight that hospitals carry now")
    page.column(40, 98, 425, 505).write(
        """
## General practice at scale

Eighty-two practices are joining in five federations. A typical partner is 54 and works 56 hours a week; a
tenth of posts are empty. [[recruitment_retention general_practice context]]

* Weekend and evening appointments for all patients by April 2018, {£6|money 6} a head. [[general_practice
finance delivery commitment]]
* {£3.8m|money 3.8e6} of the resilience fund goes to 23 practices at risk in this financial year.
[[general_practice finance commitment]]
* {Thirty-five|staff 35 up by 2019} clinical pharmacists and {20|staff 20 up by 2019} physiotherapists in
practices by 2019. [[roles_skills general_practice delivery commitment]]
* We will explore whether salaried partnerships could be held by the community trust. [[general_practice
contracts_payment aspiration]]

## Frailty and the end of life

* Every care home with more than twenty beds has a named practice and a weekly round from June 2017.
[[integrated_community_care delivery commitment]]
* One telephone line for dying people and their families, staffed by nurses at all hours.
[[integrated_community_care commitment]]
* Falls services will double to {4,200|activity 4200 up by 2018} people a year by 2018/19. [[prevention
integrated_community_care delivery commitment]]
"""
    )
    page.card(
        495,
        98,
        425,
        196,
        """
## Prevention: what we will do, and what it is worth

* Expand tier 3 weight management from 600 to 1,500 people a year by 2019. [[prevention delivery commitment]]
* Offer bowel and breast screening by neighbourhood, starting with the six lowest wards. [[prevention
commitment]]
* Fund the city's housing warmth scheme with {£0.9m|money 0.9e6} a year, because cold homes fill beds.
[[prevention finance commitment]]
* Return on these three schemes: £2.30 for each pound, by year five. [[prevention finance context]]
""",
        fill=PALE,
        round_by=6,
    )
    page.card(
        495,
        308,
        425,
        196,
        """
## Mental health and learning disability

* Ten thousand more people a year in talking therapies, placed in practices, by 2020. [[mental_health delivery
commitment]]
* No adult sent out of area for an acute bed after March 2018. [[mental_health delivery commitment]]
* Health checks for three quarters of people with a learning disability. [[mental_health prevention proposal]]
* Eight of 21 long-stay patients will move to their own tenancies in 2017/18. [[mental_health delivery
commitment]]
* A dementia diagnosis rate above 70 per cent, kept. [[mental_health commitment]]
""",
        fill=PALE,
        round_by=6,
    )


def _hospitals(document: Document) -> None:
    page = _slide(
        document, "Two hospitals, each with a clear purpose, and fewer beds because fewer will be needed"
    )
    page.card(
        40,
        98,
        270,
        270,
        """
## Today

* Harrowmere Royal Infirmary: {880 beds|beds 880}, all services. [[hospital_capacity acute_services context]]
* Queen Adelaide Hospital: {600 beds|beds 600}, all services, in buildings of 1938. [[hospital_capacity
estates context]]
* Two emergency departments nine miles apart. [[acute_services context]]
* Two trauma rotas and two stroke units, none of which meets the standard at weekends. [[acute_services
context]]
* 1,900 operations put off last year for want of a bed. [[hospital_capacity context]]
""",
        fill=GREY,
    )
    page.polygon([(330, 205), (360, 205), (360, 190), (385, 225), (360, 260), (360, 245), (330, 245)], TEAL)
    page.card(
        405,
        98,
        270,
        270,
        """
## 2020/21

* The Infirmary: the emergency hospital, {870 beds|beds 870 by 2020}. [[hospital_capacity acute_services
delivery commitment]]
* Queen Adelaide: the elective and rehabilitation hospital, {460 beds|beds 460 down by 2020}.
[[hospital_capacity acute_services delivery commitment]]
* One emergency department; an urgent care centre at Queen Adelaide. [[acute_services commitment]]
* One trauma service and one hyper-acute stroke unit, at the Infirmary. [[acute_services commitment]]
* Planned operations protected from winter. [[acute_services proposal]]
""",
        fill=PALE,
    )
    page.column(700, 98, 220, 505).write(
        """
## How beds will fall

We plan to go from {1,480|beds 1480} to {1,330 beds|beds 1330 down by 2020} by 2020/21. Most of the fall
follows from length of stay, which is 1.3 days above that of our peers. [[hospital_capacity delivery
commitment]]

No ward will shut until occupancy has been under 90 per cent for two quarters. [[hospital_capacity
commitment]]

## Maternity

We are considering three options for births at Queen Adelaide and have ruled none out. [[acute_services
aspiration]]

## Specialised

The spinal and neonatal units are under review with NHS England, which reports in May 2017.
[[specialised_services delivery context]]
"""
    )
    page.card(
        40,
        382,
        635,
        122,
        """
## Community hospitals

Of the {96 beds|beds 96} in our four community hospitals, a third are used by people waiting for something
else. Oxley and Millfold will become step-up units with 24 beds each, run by the neighbourhood teams; the ward
at Saltby will shut in 2018 and the site become a health and care centre. Wembury is not affected.
[[community_hospitals delivery commitment]]
""",
        line=TEAL,
    )


def _workforce(document: Document) -> None:
    page = _slide(document, "A workforce that moves with the care: fewer in hospital, more in neighbourhoods")
    column = page.column(40, 98, 520, 505)
    rows = [["Setting", *YEARS]]
    for name, counts in WORKFORCE.items():
        rows.append([name, *[f"{count:,}" for count in counts]])
    rows.append(["Total", *[f"{sum(each):,}" for each in zip(*WORKFORCE.values(), strict=True)]])
    column.table(
        rows,
        [34, 14, 14, 14, 14, 14],
        caption="Whole-time equivalents by setting, planned",
        counts="staff",
        rules="none",
        pad=4,
        labels=["numbers_cost commitment"] * 6,
    )
    column.para(
        "Growth in primary and community care is {430|staff 430 up by 2020} posts by 2020/21, of which 190 "
        "are new roles. Hospital posts "
        "fall by {310|staff 310 down by 2020} through turnover, which was 1,080 last year; nobody need be "
        "made redundant.",
        "numbers_cost roles_skills delivery commitment",
    )
    column.para("Source: trusts' and practices' returns, August 2016", kind="caption")
    page.card(
        590,
        98,
        330,
        196,
        """
## Find and keep

* One recruitment campaign, one offer, one website for the whole system from May 2017. [[recruitment_retention
delivery commitment]]
* Key-worker flats on the Queen Adelaide site. [[recruitment_retention estates proposal]]
* A staff passport, so that a nurse can work anywhere in the system without three inductions. [[numbers_cost
proposal]]
* Agency cost from {£31m|money 31e6} to {£16m|money 16e6 down by 2018} by 2018/19. [[numbers_cost finance
delivery commitment]]
""",
        fill=PALE,
        round_by=6,
    )
    page.card(
        590,
        308,
        330,
        196,
        """
## Grow and lead

* {120|staff 120} nursing associates, {40|staff 40} physician associates and {65|staff 65} advanced
practitioners by 2020. [[roles_skills delivery commitment]]
* Rotations for therapists between ward, practice and home. [[roles_skills proposal]]
* A clinical leadership school for fifty people a year. [[culture_leadership proposal]]
* Staff survey in the top fifth by 2019, on the question that matters: would you want your mother treated
here? [[culture_leadership delivery commitment]]
""",
        fill=PALE,
        round_by=6,
    )


WORKFORCE = {
    "Hospitals": (7420, 7390, 7310, 7200, 7110),
    "Community": (1640, 1680, 1760, 1830, 1890),
    "General practice": (1210, 1240, 1290, 1350, 1390),
    "Mental health": (1480, 1490, 1500, 1510, 1515),
    "Corporate": (690, 680, 610, 585, 570),
}


def _enablers(document: Document) -> None:
    page = _slide(document, "Digital and estates: the two things everything else is waiting for")
    for left, script in (
        (
            40,
            """
## Digital: one record, one log-in

The MereCare record already joins 61 practices and the Infirmary. It will take in social care and mental
health by December 2017, and show every citizen their own record by 2019. [[shared_records delivery
commitment]]

* Electronic prescribing and observations at both hospitals by March 2018: {£8.2m|money 8.2e6}, from the
driving digital maturity fund. [[digital_services finance delivery commitment]]
* Home monitoring for 3,000 people with heart and lung disease. [[digital_services proposal]]
* A population-health platform that finds people before they fall ill; procurement opens in spring 2017.
[[digital_services delivery commitment]]
* One information-sharing agreement, signed by all nine organisations. [[shared_records proposal]]
* Wi-fi in every health building by the end of 2017. [[digital_services delivery commitment]]

### What it costs

{£27m|money 27e6} of capital and {£5m|money 5e6} a year to run. The business case goes to the programme board
in February. [[digital_services finance delivery commitment]]
""",
        ),
        (
            490,
            """
## Estates: less of it, and better used

There are 211 health buildings in the footprint and {£118m|money 118e6} of backlog. Half of the community
estate is used for less than half of the week. [[estates finance context]]

* Dispose of 26 properties by 2020, for receipts of {£34m|money 34e6 by 2020}. [[estates finance delivery
commitment]]
* Sell nine acres at Queen Adelaide for 300 homes, a third of them for staff. [[estates recruitment_retention
commitment]]
* Four new health and care hubs in council buildings under One Public Estate. [[estates proposal]]
* Move the CCGs into the city hall by June 2017 and hand back three leases. [[estates delivery commitment]]

### Capital that we ask for

{£145m|money 145e6} over five years, of which {£96m|money 96e6} is for the emergency hospital. Without it the
reconfiguration cannot happen, and {£31m|money 31e6} of savings with it. [[acute_services estates finance
context]]
""",
        ),
    ):
        page.rule(left, 98, left + 430, 98, TEAL, 1.5)
        page.column(left, 106, 430, 505).write(script)


GAP = {
    "Do-nothing gap": (34, 88, 132, 172, 210),
    "Stronger neighbourhoods": (2, 12, 24, 36, 46),
    "Hospitals with a purpose": (0, 6, 21, 40, 58),
    "Every pound well spent": (14, 30, 42, 53, 61),
    "One corporate service": (0, 1, 6, 10, 12),
    "Transformation fund": (18, 21, 24, 28, 33),
}

GAP_LABELS = [
    "finance context",
    "integrated_community_care finance commitment",
    "acute_services finance commitment",
    "productivity_variation finance commitment",
    "provider_collaboration finance commitment",
    "finance context",
    "finance context",
]


def _money(document: Document) -> None:
    page = _slide(document, "The plan closes the gap of £210m by 2020/21; the hardest year is 2017/18")
    column = page.column(40, 98, 500, 505)
    rows = [["", *YEARS]] + [[name, *map(str, values)] for name, values in GAP.items()]
    left = [
        GAP["Do-nothing gap"][y] - sum(v[y] for k, v in GAP.items() if k != "Do-nothing gap")
        for y in range(5)
    ]
    rows.append(["Still to find", *map(str, left)])
    column.table(
        rows,
        [36, 13, 13, 13, 13, 13],
        caption="£ million, by year",
        counts="money 1e6",
        rules="none",
        labels=GAP_LABELS,
        pad=4,
    )
    column.write(MODEL)
    column.write(
        "We have not yet counted {£9m|money 9e6} that the councils may ask of us if the Better Care Fund is "
        "cut. [[finance commissioning context]]"
    )
    top, scale = 110, 1.55
    steps = [
        ("Gap", 210, 0),
        ("Neighbourhoods", 46, 0),
        ("Hospitals", 58, 46),
        ("Value", 61, 104),
        ("Corporate", 12, 165),
        ("Fund", 33, 177),
    ]
    for number, (name, size, above) in enumerate(steps):
        x = 570 + 59 * number
        page.rect(x, top + 22 + above * scale, 44, size * scale, fill=NAVY if not number else TEAL)
        at = page.column(x - 6, top + 6 + above * scale, 56, 500, chart="waterfall")
        at.para(f"£{size}m", style=Style(_H, 10, 12, "bold", align="centre", after=0))
        at = page.column(x - 7, 465, 58, 505, chart="waterfall")
        at.para(name, style=Style(_H, 7.5, 10, align="centre", after=0))


def _organisation(document: Document) -> None:
    page = _slide(
        document, "From nine organisations to one system: who will decide, and who will be paid for what"
    )
    boxes = (
        (
            370,
            100,
            220,
            "System Partnership Board",
            "chief executives, chairs, council leaders; meets monthly",
        ),
        (110, 200, 220, "Joint commissioning committee", "four CCGs and two councils, from April 2017"),
        (370, 200, 220, "Clinical senate", "medical and nursing directors; a veto on safety"),
        (630, 200, 220, "Provider alliance", "three trusts and five federations"),
    )
    for x, y, width, name, line in boxes:
        page.rect(x, y, width, 62, fill=GREY, line=NAVY, round_by=5)
        column = page.column(x + 6, y + 8, width - 12, y + 61, chart="governance")
        column.para(name, style=Style(_H, 11, 14, "bold", NAVY, after=1, align="centre"))
        column.para(line, style=Style(_H, 9, 11, align="centre"))
    page.arrow(480, 162, 480, 198)
    page.rule(220, 180, 740, 180)
    page.arrow(220, 180, 220, 198)
    page.arrow(740, 180, 740, 198)
    scripts = (
        """
## Commissioning

* The four CCGs will have one accountable officer and one executive team by July 2017, and have voted to
consider merging. [[commissioning delivery commitment]]
* With the councils they will pool {£164m|money 164e6} of budgets for older people from April 2018.
[[commissioning finance delivery commitment]]
""",
        """
## Decision rights

* A memorandum of understanding, signed in September, says which decisions belong to the Board and which stay
with statutory bodies. [[governance context]]
* The independent chair reports in public to the health and wellbeing boards twice a year. [[governance
engagement proposal]]
""",
        """
## Accountable care

* An accountable care organisation for the Vale will go to market in 2018, with a capitated contract of ten
years. [[contracts_payment delivery commitment]]
* Harrowmere University Hospitals and Vale Community Health will merge on 1 April 2018, subject to approval.
[[provider_collaboration delivery commitment]]
""",
    )
    for number, script in enumerate(scripts):
        page.card(40 + 300 * number, 290, 280, 210, script, fill=PALE)


def _roadmap(document: Document) -> None:
    page = _slide(document, "What happens next: the first eighteen months, and what could stop us")
    quarters = ["Oct–Dec 2016", "Jan–Mar 2017", "Apr–Sep 2017", "Oct 2017–Mar 2018"]
    tasks = (
        "Publish the plan. Eight listening events in libraries, schools and the mosque. [[engagement "
        "delivery commitment]]",
        "Pre-consultation business case for the hospitals goes to NHS England. [[acute_services delivery "
        "commitment]]",
        "Formal consultation on emergency and elective care, for fourteen weeks from May. [[acute_services "
        "engagement delivery commitment]]",
        "Decision by the joint committee in public; first six neighbourhood teams at full strength. "
        "[[governance integrated_community_care delivery commitment]]",
    )
    for number, (quarter, script) in enumerate(zip(quarters, tasks, strict=True)):
        left = 40 + 222 * number
        page.polygon(
            [(left, 100), (left + 200, 100), (left + 216, 118), (left + 200, 136), (left, 136)], NAVY
        )
        page.column(left + 10, 109, 180, 135).para(
            quarter, style=Style(_H, 11, 14, "bold", "#ffffff", after=0)
        )
        page.column(left, 146, 205, 245).para(*split_notation(script))
    page.column(40, 258, 430, 505).write(
        """
## Engagement

Since April we have spoken with 1,340 people and 210 clinicians. They told us that transport and parking
matter as much to them as which hospital does what; a travel group with patients in the chair will report in
March. [[engagement delivery commitment]]

* Staff: monthly open hours with the chief executives, and a seat for the unions on the workforce board.
[[engagement culture_leadership proposal]]
* Councils: overview and scrutiny has asked for, and will get, the modelling. [[engagement context]]
* Healthwatch will run a panel of 400 citizens. [[engagement commitment]]
"""
    )
    column = page.column(500, 258, 420, 505)
    column.heading("Principal risks", 2)
    column.table(
        [
            ["Risk", "Score", "Mitigation"],
            ["Capital of £145m is not awarded", "20", "Phased case; private finance and land"],
            ["Demand does not fall as modelled", "16", "Bed closures gated; quarterly review"],
            ["Staff cannot be found for neighbourhood teams", "16", "Rotations; one campaign"],
            ["Public opposition to change at Queen Adelaide", "15", "Early, honest consultation"],
        ],
        [44, 12, 44],
        align="lcl",
        rules="rows",
        labels=[
            "delivery finance context",
            "delivery hospital_capacity context",
            "delivery recruitment_retention context",
            "delivery engagement context",
        ],
    )


def compose(contents: list[tuple[str, int, int]]) -> Document:
    """The document; it has no contents list."""
    document = Document(ID, FOOTPRINT, TITLE, "Programme office with Larkrise Consulting", LOOK, shuffle=11)
    for slide in (
        _cover,
        _summary,
        _case,
        _model,
        _neighbourhoods,
        _hospitals,
        _workforce,
        _enablers,
        _money,
        _organisation,
        _roadmap,
    ):
        slide(document)
    return document
