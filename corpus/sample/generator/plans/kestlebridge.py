"""Greater Kestlebridge: a city region's dense landscape deck, by a programme office.

Tagged, but drawn in a shuffled order, so that only the tags give the reading order; contents list; a grid of
big numbers; one slide that is a picture; tables with year columns.
"""

from ..boilerplate import MODEL, THREE_GAPS
from ..kit import A4_WIDE, MARK, Column, Document, Look, Page, Style

ID = "kestlebridge-2016-10"
FOOTPRINT = "S08"
TITLE = "One Kestlebridge: our five-year plan"
KIND = "plan"
PUBLISHED = "2016-10-21"
NOTE = "tagged, drawn in a shuffled order; contents list; number grid; one slide is a picture"

_H = "Helvetica"
PLUM, GOLD, MIST = "#5b1647", "#c98a1b", "#f4ecf1"
LOOK = Look(
    body=Style(_H, 12, 15.6, after=6),
    headings=(
        Style(_H, 17, 21, "bold", PLUM, after=6),
        Style(_H, 13.5, 17, "bold", GOLD, before=6, after=5),
        Style(_H, 12, 15.6, "bold", PLUM, before=2, after=2),
    ),
    table=Style(_H, 10.4, 13.2),
    caption=Style(_H, 9.6, 12.6, "italic", after=4),
    footnote=Style(_H, 8, 10),
    furniture=Style(_H, 8, 10, colour="#8a7583"),
    bullets=("•", "-"),
    indents=(12, 12),
    head_fill="#ead9e4",
    rule="#b58fa8",
    curly=True,
)
YEARS = ["2016/17", "2017/18", "2018/19", "2019/20", "2020/21"]


def _slide(document: Document, title: str) -> Page:
    page = document.page(A4_WIDE)
    page.rect(0, 0, 12, 595, fill=PLUM)
    page.column(44, 28, 754, 78).heading(title)
    page.rule(44, 78, 798, 78, GOLD, 1.2)
    page.running("One Kestlebridge: our five-year plan", 44, 576)
    page.running(f"{page.number}", 798, 576, "right")
    return page


def _columns(page: Page, *scripts: str, top: float = 92) -> list[Column]:
    """As many columns as there are scripts, side by side."""
    gap = 24
    width = (754 - gap * (len(scripts) - 1)) / len(scripts)
    columns = []
    for number, script in enumerate(scripts):
        columns.append(page.column(44 + number * (width + gap), top, width, 558))
        columns[-1].write(script)
    return columns


def _cover(document: Document) -> None:
    page = document.page(A4_WIDE)
    page.rect(0, 0, 842, 595, fill=PLUM)
    page.polygon([(842, 180), (842, 595), (430, 595)], GOLD)
    column = page.column(60, 130, 700, 420)
    column.para("One Kestlebridge", style=Style(_H, 46, 54, "bold", "#ffffff", after=6))
    column.para(
        "Our five-year plan for the health of Greater Kestlebridge",
        style=Style(_H, 18, 23, colour="#ffffff", after=40),
    )
    white = Style(_H, 12, 16, colour="#ffffff", after=5)
    column.para("21 October 2016", style=white)
    column.para(f"**{MARK}**", "none", style=white)
    column.para(
        "There is no such city. Everything here was made up to test a program that reads plans.",
        "none",
        style=white,
    )


def _contents(document: Document, contents: list[tuple[str, int, int]]) -> None:
    page = _slide(document, "Contents and foreword")
    left = page.column(44, 92, 365, 558)
    left.contents(
        [(text, at) for text, level, at in contents if level == 1 and not text.startswith("Contents")]
    )
    page.column(433, 92, 365, 558).write(
        """
## Foreword

Kestlebridge made locomotives, then carpets, then nothing much for a while, and it has always made do. This is
a plan for 1,350,000 people in a city and two boroughs who die younger than they should, in a health service
that spends more each year on putting things right than on stopping them going wrong. [[none]]

It is a plan of the whole system. Four clinical commissioning groups, four trusts, three councils, 168
practices, two universities, the police and the fire service have written it together. [[none]]

We are ambitious. We want Greater Kestlebridge to be the best place in the North to grow up, get on and grow
old. Strategy is easy, however, and delivery is not. So each chapter ends in what will have happened by when,
and we will report on it twice a year in the council chamber, with the cameras on. [[governance delivery
proposal]]

Dame Rosalind Ekoku, system lead
"""
    )


GLANCE = (
    ("1.35m", "people, of whom one in three is under 25"),
    ("10.4", "years between the shortest-lived ward and the longest"),
    ("£2.6bn", "spent on health and social care each year"),
    ("£424m", "the gap by 2020/21 if we change nothing"),
    ("2,280", "acute beds in three hospitals"),
    ("30,500", "people working in our health services (WTE)"),
)


def _glance(document: Document) -> None:
    page = _slide(document, "Greater Kestlebridge at a glance")
    first = len(page.blocks)
    for number, (figure, _) in enumerate(GLANCE):
        x, y = 44 + 256 * (number % 3), 96 + 222 * (number // 3)
        page.rect(x, y, 242, 210, fill=MIST)
        column = page.column(x + 10, y + 16, 222, y + 90, group=f"k{number}")
        column.para(figure, style=Style(_H, 48, 56, "bold", PLUM))
    for number, (_, label) in enumerate(GLANCE):
        x, y = 44 + 256 * (number % 3), 96 + 222 * (number // 3)
        column = page.column(x + 60, y + 168, 172, y + 210, group=f"k{number}")
        column.para(
            label,
            "finance context" if "spent" in label or "gap" in label else "none",
            style=Style(_H, 11, 14, align="right"),
        )
    page.pair_up(first)


def _gaps(document: Document) -> None:
    page = _slide(document, "Three gaps, and what lies under them")
    _columns(
        page,
        THREE_GAPS.strip()
        + """

## Health and wellbeing

* Boys born in Canalside can expect 54 years of good health; in Larch Hill, 67. [[none]]
* One child in four starts school overweight. [[none]]
* 3,100 people sleep in hostels or on the street in the course of a year and go to hospital eight times as
often as others. [[none]]

## Care and quality

* Variation: a stroke patient arriving on a Saturday at Eastgate Hospital is half as likely to be scanned
within the hour as on a Tuesday at the Royal Infirmary. [[acute_services context]]
* Three trusts of four require improvement. [[none]]
* 330 patients a day are medically fit and still in a hospital bed. [[hospital_capacity
integrated_community_care context]]
""",
        MODEL.strip()
        + """

## Finance and efficiency

By 2020/21 the gap would be {£424m|money 424e6 by 2020} for health, and the three councils' social care would
be {£112m|money 112e6 by 2020} short besides. We have closed the first on paper. We have not closed the
second. [[finance context]]

## What lies under them

* Half of what makes us ill is not medicine: it is work, housing, loneliness and air. [[prevention context]]
* We have built hospitals around buildings and organisations around hospitals. [[none]]
* A fifth of our nurses could retire by 2020. [[recruitment_retention context]]
* No one part of the system can see the whole of a patient, or of a pound. [[shared_records context]]
""",
    )


def _picture(document: Document) -> None:
    """The driver diagram, as somebody pasted it: a picture."""
    page = document.page(A4_WIDE, picture=True)
    page.column(44, 30, 754, 78).heading("How it fits together: our driver diagram")
    boxes = (
        (44, 240, 190, 110, "Aim: close three gaps by March 2021"),
        (316, 96, 200, 74, "Healthier people: fewer who need care"),
        (316, 206, 200, 74, "Local care organisations: the right care at home"),
        (316, 316, 200, 74, "One hospital service: the same standard everywhere"),
        (316, 426, 200, 74, "One public estate, one record, one workforce"),
        (598, 96, 200, 74, "2,000 health champions; smoking below 12 per cent by 2020"),
        (598, 206, 200, 74, "Ten organisations holding whole-population budgets by April 2019"),
        (598, 316, 200, 74, "170 fewer acute beds; four single services by 2019"),
        (598, 426, 200, 74, "Shared record in every ward by 2018; 60 buildings sold"),
    )
    notes = {
        5: "prevention delivery commitment",
        6: "contracts_payment integrated_community_care delivery commitment",
        7: "hospital_capacity acute_services delivery commitment",
        8: "shared_records estates delivery commitment",
    }
    for number, (x, y, width, height, text) in enumerate(boxes):
        page.rect(x, y, width, height, fill=MIST, line=PLUM)
        page.column(x + 12, y + 14, width - 24, y + height - 4).para(
            text, notes.get(number, ""), style=Style(_H, 13, 17, "bold" if not number else "regular")
        )
    for y in (133, 243, 353, 463):
        page.arrow(518, y, 596, y, PLUM)
        page.rule(275, y, 275, 295, PLUM, 1.6)
        page.arrow(275, y, 314, y, PLUM)
    page.rule(236, 295, 275, 295, PLUM, 1.6)


def _prevention(document: Document) -> None:
    page = _slide(document, "Programme 1: a healthier city")
    _columns(
        page,
        """
## What we will do

* **Start well.** Health visitors will see every family at home five times before a child is two and, in the
twelve poorest wards, eight times, from September 2017. [[prevention delivery commitment]]
* **Smoke less.** Cut smoking from 21 per cent of adults to under {12 per cent|percent 12 down by 2020} by
2020: treatment in hospital for all, a stop-smoking shop in each town centre. [[prevention delivery
commitment]]
* **Work well.** Fit for Work advisers in forty practices, paid for by the combined authority. [[prevention
general_practice commitment]]
* **Drink less.** Alcohol care teams at all three hospitals, seven days a week, by April 2018. [[prevention
acute_services delivery commitment]]
* **Breathe.** We support the city council's clean air zone and will electrify our own fleet of 640 vans.
[[prevention proposal]]
* **Belong.** 2,000 community health champions, trained by neighbours. Half will speak a language other than
English. [[prevention commitment]]

## Homeless health

A street clinic with a GP, a mental health nurse and a dog handler goes out five nights a week. It will be
funded for three years with {£1.1m|money 1.1e6}, because the first year's work took {410|activity 410 down}
admissions away. [[prevention general_practice finance commitment]]
""",
        """
## Why we believe it

The evidence for smoking is beyond doubt: each pound spent returns about three within five years, two of them
to the NHS. For obesity it is poor, and for that reason we put our money into children under five and evaluate
as we go. [[prevention finance context]]

## What it costs and saves

* Investment: {£14m|money 14e6} a year by 2018/19, shared between CCGs and councils. [[prevention finance
delivery commitment]]
* Saving: {£31m|money 31e6 by 2020} a year by 2020/21, all of it within the local care line of the finance
table. [[prevention finance context]]

## Screening and early diagnosis

* Lung health checks in supermarket car parks for 40,000 smokers and former smokers; the first lorry is
ordered. [[prevention commitment]]
* Bowel screening uptake from 44 to 60 per cent. [[prevention proposal]]
* Health checks for all adults with a learning disability, by name. [[prevention mental_health proposal]]

## By when

### April 2017

Champions' training starts; lorry on the road. [[prevention delivery commitment]]

### September 2017

Extra visits in twelve wards. [[prevention delivery commitment]]

### April 2018

Alcohol teams in place. [[prevention delivery commitment]]
""",
    )


def _local(document: Document) -> None:
    page = _slide(document, "Programme 2: ten local care organisations")
    _columns(
        page,
        """
## What they are

Each will serve 100,000 to 180,000 people and bring together its practices, community nursing, social work,
mental health and the voluntary sector, with one leader and, in time, one budget. [[integrated_community_care
contracts_payment proposal]]

Two are running in shadow form: Canalside and Northfold West. They will hold a real budget from April 2018,
and the other eight from April 2019. [[contracts_payment delivery commitment]]

## General practice

* 168 practices in 31 groups. [[general_practice context]]
* Appointments until eight in the evening and on both days of the weekend at 26 hubs, from October 2017.
[[general_practice delivery commitment]]
* Half of list growth since 2012 has been in practices with no room. See estates. [[general_practice estates
context]]
* {£22m|money 22e6} over three years for transformation. [[general_practice finance commitment]]
""",
        """
## Neighbourhood teams

* 31 teams of about 25 people. [[integrated_community_care proposal]]
* The top 4 per cent at risk, 54,000 people, have a care plan by March 2018. [[integrated_community_care
delivery commitment]]
* Crisis response in two hours, everywhere, by December 2017. [[integrated_community_care delivery
commitment]]
* Reablement doubled to {6,800|activity 6800 up} people a year. [[integrated_community_care commitment]]

## Care homes

Each of 212 homes linked to one practice and one video line to the crisis team. In Northfold this cut calls to
999 by a quarter. [[integrated_community_care digital_services proposal]]

## Last days

Seven in ten people would rather die at home and four in ten do. A night sitting service in all three boroughs
from October 2017. [[integrated_community_care delivery commitment]]
""",
        """
## Getting the most from what we spend

* MSK, respiratory and diabetes pathways rebuilt across the region: {£26m|money 26e6 by 2020} by 2020/21.
[[productivity_variation finance delivery commitment]]
* First outpatient visits reduced by 15 per cent through advice and guidance. [[productivity_variation
proposal]]
* One medicines formulary for all trusts and practices from April 2017. [[productivity_variation delivery
commitment]]

## Community beds

Kestlebridge never had cottage hospitals, but it has {64 beds|beds 64} in two community units. Greenbank will
close in December 2017 and its {28 beds|beds 28} be bought instead from nursing homes near where people live;
the Tannery unit stays. [[community_hospitals delivery commitment]]

## Risks

* Social care is cut faster than neighbourhoods grow. [[integrated_community_care delivery context]]
* Practices sign up in name. [[general_practice delivery context]]
* Budgets are passed down with a deficit inside them. [[contracts_payment finance delivery context]]
""",
    )


BEDS: dict[str, tuple[int, ...]] = {
    "Kestlebridge Royal Infirmary": (1120, 1120, 1105, 1090, 1080),
    "Eastgate Hospital": (540, 530, 500, 480, 460),
    "Northfold General Hospital": (620, 615, 600, 585, 570),
}


def _table_of(heads: str, counts: dict[str, tuple[int, ...]], total: str) -> list[list[str]]:
    rows = [[heads, *YEARS]] + [
        [name, *[f"{count:,}" for count in values]] for name, values in counts.items()
    ]
    return [*rows, [total, *[f"{sum(each):,}" for each in zip(*counts.values(), strict=True)]]]


def _hospitals(document: Document) -> None:
    page = _slide(document, "Programme 3: one service in three hospitals")
    column = page.column(44, 92, 754, 250)
    column.table(
        _table_of("Acute beds", BEDS, "All"),
        [35, 13, 13, 13, 13, 13],
        counts="beds",
        pad=3.5,
        labels=["hospital_capacity commitment"] * 4,
    )
    _columns(
        page,
        """
## Four single services

In general surgery, cardiology, orthopaedics and acute medicine, one team will run all three sites to one
standard by April 2019. Rotas, lists and records will be shared. [[acute_services delivery commitment]]

* High-risk emergency surgery at the Royal Infirmary and Northfold General only, from October 2018.
[[acute_services delivery commitment]]
* Planned orthopaedics for the region at Eastgate, in eight theatres: {9,400|activity 9400} operations a year.
[[acute_services commitment]]
* Hyper-acute stroke at the Royal Infirmary from July 2017, with rehabilitation at all three. [[acute_services
delivery commitment]]
""",
        """
## Eastgate

Eastgate Hospital has a future. Its emergency department will become an urgent treatment centre in 2019,
subject to consultation, and children's inpatients will move to the Women's and Children's Hospital.
[[acute_services engagement delivery commitment]]

No maternity unit will close in the life of this plan. [[acute_services commitment]]

## Beds

From {2,280|beds 2280} to {2,110|beds 2110 down by 2020} by 2020/21: 170 fewer, of which 110 follow from
shorter stays and 60 from admissions avoided. [[hospital_capacity delivery commitment]]
""",
        """
## Standards

The four priority seven-day standards for 90 per cent of emergency patients by November 2017. [[acute_services
delivery commitment]]

## Diagnostics

* Two community diagnostic centres, in Northfold and Sallow Heath, in 2018. [[acute_services delivery
commitment]]
* One radiology reporting network; readers work from any site or from home. [[acute_services digital_services
proposal]]
* A robot laboratory at Eastgate does the cold pathology of all. [[provider_collaboration commitment]]
""",
        top=212,
    )


def _special(document: Document) -> None:
    page = _slide(document, "Programme 4: specialised, women and children")
    _columns(
        page,
        """
## Specialised services

Our trusts earn {£390m|money 390e6} a year from specialised services for four million people. NHS England and
we have agreed to review them together, service by service, instead of trust by trust. [[specialised_services
finance context]]

* **Vascular.** Two arterial centres become one, at the Royal Infirmary, in April 2018. [[specialised_services
acute_services delivery commitment]]
* **Cancer of the gullet and stomach.** One surgical team for us, Harrowmere and Calderwick from January 2018.
[[specialised_services acute_services delivery commitment]]
* **HIV.** Care for stable patients, four in five, will move into six community clinics.
[[specialised_services integrated_community_care commitment]]
* **Secure mental health.** The trusts will hold the budget of {£43m|money 43e6} and use it to bring 60 people
back from far away by 2019. [[specialised_services mental_health contracts_payment delivery commitment]]
* **Genomics.** We will bid to be a centre. [[specialised_services aspiration]]

The contribution to the gap is {£27m|money 27e6 by 2020}. [[specialised_services finance context]]
""",
        """
## Maternity

Eleven thousand babies are born here a year. Women will have the same midwife before, during and after birth
in at least a third of cases by 2019. [[acute_services delivery commitment]]

* Stillbirths halved by 2025; carbon monoxide tests at every booking. [[prevention acute_services proposal]]
* A community hub in each borough, in children's centres, for scans and clinics. [[acute_services estates
proposal]]

## Children and young people

* One children's emergency standard, and one number for parents to ring. [[acute_services proposal]]
* Asthma nurses in sixty schools from September 2017: our admission rate is twice England's. [[prevention
integrated_community_care delivery commitment]]
* Mental health in schools: see programme 5. [[none]]
* A joint fund of {£19m|money 19e6} with the councils for children with complex needs, from April 2018.
[[commissioning finance delivery commitment]]

## Cancer

* Straight-to-test in five tumour groups by April 2017. [[acute_services delivery commitment]]
* A target of 28 days to a diagnosis or an all-clear. [[acute_services proposal]]
""",
    )


def _minds(document: Document) -> None:
    page = _slide(document, "Programme 5: mental health and learning disability")
    _columns(
        page,
        """
## Where we are

In the year to March, {26,400|activity 26400} people came to our three emergency departments with a mental
health need and 1,900 waited more than twelve hours. Kestle Mental Health NHS Foundation Trust runs at 104 per
cent occupancy. [[mental_health context]]

## What we will do

* **Crisis.** A mental health emergency centre beside Eastgate, open at all hours from March 2018, and street
triage with the police. [[mental_health delivery commitment]]
* **Beds.** {24 beds|beds 24 up by 2018} for women in crisis will be added in 2018. Out-of-area placements end
by 2019. [[mental_health delivery commitment]]
* **Talking therapies.** 25 per cent of need met by 2020/21, with therapists in 60 practices and all ten local
care organisations. [[mental_health delivery commitment]]
* **Young people.** A trained link in each of 290 schools; {£5.3m|money 5.3e6} new money. [[mental_health
finance commitment]]
* **First episode psychosis.** Treatment within two weeks for 60 per cent. [[mental_health proposal]]
* **Suicide.** A tenth fewer deaths by 2020/21; bridges first. [[mental_health prevention delivery
commitment]]
""",
        """
## Dementia

* Diagnosis rate is 74 per cent; hold it. [[mental_health context]]
* Every ward and every bus company trained as dementia-friendly. [[mental_health roles_skills aspiration]]
* Two admiral nurses for each local care organisation by 2019. [[mental_health delivery commitment]]

## Learning disability and autism

Forty-one people live in hospital, eleven of them for longer than ten years. We will commission homes for
{thirty-three|population 33} by March 2019 and close {18 beds|beds 18 down by 2019} at the Meadows.
[[mental_health delivery commitment]]

An all-age autism pathway would begin with diagnosis within 18 weeks. We do not yet know what it would cost.
[[mental_health aspiration]]

## Paying for it

Mental health's share of our spending goes from 11.2 to 12.5 per cent by 2020/21. This is a promise, and it
will be audited. [[mental_health finance delivery commitment]]

“Parity of esteem is a phrase people use instead of money.” Service user, co-design group [[mental_health
context]]
""",
    )


STAFF: dict[str, tuple[int, ...]] = {
    "Local care organisations": (5200, 5450, 5800, 6150, 6400),
    "Hospitals": (17900, 17800, 17500, 17200, 16950),
    "Mental health": (3300, 3320, 3350, 3380, 3400),
    "General practice": (2450, 2500, 2580, 2660, 2720),
    "Corporate": (1650, 1600, 1480, 1360, 1280),
}


def _workforce(document: Document) -> None:
    page = _slide(document, "Enabler 1: a workforce for the whole city")
    column = page.column(44, 92, 754, 250)
    column.table(
        _table_of("Whole-time equivalents", STAFF, "All"),
        [35, 13, 13, 13, 13, 13],
        counts="staff",
        rules="none",
        pad=2.6,
        labels=["numbers_cost commitment"] * 6,
    )
    _columns(
        page,
        """
## Numbers and cost

* {1,200|staff 1200 up by 2020} more posts in local care and {950|staff 950 down by 2020} fewer in hospitals.
[[numbers_cost integrated_community_care commitment]]
* Agency spending from {£71m|money 71e6} to {£38m|money 38e6 down by 2018} by March 2019. [[numbers_cost
finance delivery commitment]]
* One bank, one rate card, one passport for all four trusts from July 2017. [[numbers_cost
provider_collaboration delivery commitment]]
""",
        """
## Recruiting and keeping

* Nurse vacancies: {1,140|staff 1140}, or 13 per cent. [[recruitment_retention context]]
* A Kestlebridge offer: any nurse who trains here has a job here. [[recruitment_retention proposal]]
* 180 nurses from the Philippines and Spain by March 2018. [[recruitment_retention delivery commitment]]
* 400 flats for key workers with the combined authority. [[recruitment_retention estates commitment]]
""",
        """
## Skills, and how we treat each other

* 240 nursing associates and 75 physician associates in training by 2018. [[roles_skills delivery commitment]]
* 1,000 apprentices from the poorest wards. [[roles_skills recruitment_retention commitment]]
* Nine in ten managers are white, and five in ten staff are. We will publish the figure every quarter, and
have set a goal of three in ten by 2020. [[culture_leadership delivery commitment]]
""",
        top=236,
    )


def _enablers(document: Document) -> None:
    page = _slide(document, "Enablers 2 and 3: digital, data and estates")
    _columns(
        page,
        """
## Digital and data

* **Kestlebridge Care Record.** 4,000 users today; every ward, practice and social work team by March 2018.
[[shared_records delivery commitment]]
* **Patients' portal.** Bookings, letters and results for all adults by 2019. [[digital_services
shared_records delivery commitment]]
* **Data trust.** Linked records of 1.35 million people, without names, for planning; the public sits on its
board. [[digital_services engagement proposal]]
* **Northfold leaves paper.** Electronic records and prescribing at Northfold General in June 2018:
{£31m|money 31e6}. [[digital_services finance delivery commitment]]
* **Cyber.** Windows XP is still on 1,100 machines and will be gone by next December. [[digital_services
delivery commitment]]
* Online consultations in 100 practices, to be evaluated before the rest. [[digital_services general_practice
commitment]]

We have stopped building our own telehealth platform. It cost {£2.2m|money 2.2e6} and 340 people used it.
[[digital_services finance context]]
""",
        """
## Estates

We have 412 buildings and {£265m|money 265e6} of backlog, {£88m|money 88e6} of it at the Royal Infirmary.
[[estates finance context]]

* Leave 60 buildings by 2020; receipts {£96m|money 96e6 by 2020}, kept in the region by agreement with the
Treasury, we hope. [[estates finance delivery commitment]]
* Seven neighbourhood health centres, each with a library, a job shop or a pool, with the three councils:
{£84m|money 84e6}. [[estates commitment]]
* Move 1,500 office staff of eight bodies into the Carpet Exchange by March 2018. [[estates
provider_collaboration delivery commitment]]
* A review of all practice premises, since a third are in converted houses. [[estates general_practice
proposal]]

## Capital asked for

{£338m|money 338e6}: neighbourhood centres {£84m|money 84e6}; Eastgate theatres {£61m|money 61e6}; Royal
Infirmary emergency floor {£118m|money 118e6}; digital {£75m|money 75e6}. [[estates acute_services
digital_services finance proposal]]
""",
    )


MONEY = {
    "Do-nothing gap": (70, 175, 268, 348, 424),
    "Prevention and local care organisations": (3, 18, 42, 70, 96),
    "One hospital service and productivity": (30, 58, 88, 114, 138),
    "Back office and clinical support": (2, 9, 21, 32, 41),
    "Specialised services": (0, 4, 11, 19, 27),
    "Medicines and value": (8, 16, 27, 36, 44),
    "Transformation funding": (24, 40, 55, 68, 78),
}

MONEY_LABELS = [
    "finance context",
    "prevention integrated_community_care finance commitment",
    "acute_services finance commitment",
    "provider_collaboration finance commitment",
    "specialised_services finance commitment",
    "productivity_variation finance commitment",
    "finance context",
    "finance context",
]


def _money(document: Document) -> None:
    page = _slide(document, "The money: £424m, closed on paper by 2020/21")
    column = page.column(44, 92, 500, 558)
    rows = [["£m", *YEARS]] + [[name, *map(str, values)] for name, values in MONEY.items()]
    left = [2 * MONEY["Do-nothing gap"][y] - sum(values[y] for values in MONEY.values()) for y in range(5)]
    rows.append(["Left to find", *map(str, left)])
    column.table(rows, [40, 12, 12, 12, 12, 12], counts="money 1e6", rules="rows", labels=MONEY_LABELS, pad=4)
    column.write(
        """
* The largest line is the hardest. Hospitals have saved 2.1 per cent a year; it asks 2.6. [[finance context]]
* {£30m|money 30e6 by 2017} is missing in 2017/18. We will ask for a system control total so that it can be
carried by those who can. [[contracts_payment finance delivery proposal]]
* Social care's {£112m|money 112e6 by 2020} is outside the table and inside our worries. [[finance context]]
* One shared finance, payroll, estates and procurement service for four trusts, {£23m|money 23e6 by 2020} a
year by 2020/21; 370 posts will go, without compulsion where we can. [[provider_collaboration numbers_cost
finance delivery commitment]]
"""
    )
    top = 110
    for number, (name, values) in enumerate(list(MONEY.items())[1:]):
        y = top + 62 * number
        page.column(570, y, 228, y + 16, chart="bars").para(name, style=Style(_H, 9.5, 12, after=0))
        page.rect(570, y + 18, values[-1] * 1.2, 24, fill=PLUM if number % 2 else GOLD)
        page.column(578 + values[-1] * 1.2, y + 22, 60, y + 44, chart="bars").para(
            f"£{values[-1]}m", style=Style(_H, 12, 15, "bold", after=0)
        )


def _organisation(document: Document) -> None:
    page = _slide(document, "How we will run it, and what could go wrong")
    _columns(
        page,
        """
## Commissioning

The four CCGs will become one, NHS Greater Kestlebridge CCG, in April 2018, and from April 2017 will share an
accountable officer. [[commissioning delivery commitment]]

With the three councils it will pool {£540m|money 540e6} for local care. [[commissioning finance commitment]]

## Providers

Kestlebridge University Hospitals and Northfold Hospitals will form a hospital group with one chief executive
from July 2017. The Women's and Children's trust will decide in the spring whether to join.
[[provider_collaboration delivery commitment]]

## Accountable care

By 2020 we intend to be an accountable care system, with a devolved budget and one regulator.
[[contracts_payment aspiration]]

""",
        """
## Who decides

A Health and Care Board of 19, co-chaired by the council leaders; an executive of seven; a joint committee of
the CCG and councils that makes decisions in law. Its terms were agreed on 30 September. [[governance
context]]

A decision that two thirds support binds all who signed the agreement, save the councils on matters of tax and
law. [[governance commitment]]

## Whom we will ask

* 34 conversations in the ten local areas, November to February. [[engagement delivery commitment]]
* Consultation on Eastgate from June 2017, for fourteen weeks, in seven languages. [[engagement acute_services
delivery commitment]]
* A citizens' assembly of 99 people, drawn by lot, on prevention and rationing. [[engagement proposal]]
* 6,200 staff have replied to our survey; their first request was parking. [[engagement context]]
""",
        """
## What could go wrong

* Eighteen months of merging and no one minds the patients. The executive will hold back any merger whose
wards fall below standard. [[provider_collaboration delivery governance proposal]]
* Capital. Without {£118m|money 118e6} the emergency floor cannot take Eastgate's patients. [[acute_services
finance delivery context]]
* Winter and flu. [[delivery context]]
* Staff leave. [[recruitment_retention delivery context]]
* The law: none of our board's powers is in statute. [[governance delivery context]]

## First hundred days

* Appoint directors to five programmes by 31 January. [[delivery commitment]]
* Publish a delivery plan with 60 dated milestones in February. [[delivery commitment]]
* Open the books of all partners to one another on 1 December. [[governance finance delivery commitment]]
""",
    )


def compose(contents: list[tuple[str, int, int]]) -> Document:
    """The document; ``contents`` are the headings (text, level, page) of the composition before."""
    document = Document(
        ID, FOOTPRINT, TITLE, "One Kestlebridge programme office", LOOK, tagged=True, shuffle=7
    )
    _cover(document)
    _contents(document, contents)
    for slide in (
        _glance,
        _gaps,
        _picture,
        _prevention,
        _local,
        _hospitals,
        _special,
        _minds,
        _workforce,
        _enablers,
        _money,
        _organisation,
    ):
        slide(document)
    return document
