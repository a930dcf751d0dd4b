"""Stonebeck and Whinmoss: a Word-like report with numbered headings, by a weary finance director.

Tagged; contents list, running lines, footnotes with raised marks, ruled tables, and a page turned by
/Rotate 90 with the workforce table.
"""

from ..boilerplate import EXTENDED_ACCESS, THREE_GAPS
from ..kit import A4, A4_WIDE, MARK, Column, Document, Look, Page, Style, furnished

ID = "stonebeck-2016-10"
FOOTPRINT = "S02"
TITLE = "Stonebeck and Whinmoss: Sustainability and Transformation Plan"
KIND = "plan"
PUBLISHED = "2016-10-21"
NOTE = "tagged; contents list, footnotes, ruled tables, rotated page"

_T = "Times"
LOOK = Look(
    body=Style(_T, 11, 14, after=7),
    headings=(
        Style(_T, 17, 21, "bold", "#1f3864", before=14, after=7),
        Style(_T, 13, 16, "bold", "#1f3864", before=9, after=5),
        Style(_T, 11, 14, "bold", "#333333", before=6, after=3),
    ),
    table=Style(_T, 9.5, 11.5),
    caption=Style(_T, 10, 13, "italic", after=4, before=4),
    footnote=Style(_T, 8.5, 10.5),
    furniture=Style(_T, 9, 11, colour="#666666"),
    indents=(18, 18),
)
TITLE_STYLE = Style(_T, 27, 33, "bold", "#1f3864", after=14)

WORKFORCE = {
    "Medical and dental": (1020, 1024, 1030, 1034, 1040),
    "Registered nursing and midwifery": (3610, 3600, 3570, 3545, 3520),
    "Allied health professionals": (890, 905, 925, 940, 960),
    "Scientific and technical": (640, 640, 636, 632, 630),
    "Support to clinical staff": (2480, 2475, 2460, 2450, 2445),
    "Managers, administration and estates": (1700, 1660, 1610, 1570, 1540),
    "General practitioners": (262, 264, 268, 272, 280),
    "Practice nurses and other practice staff": (735, 748, 770, 790, 810),
}
YEARS = ["2016/17", "2017/18", "2018/19", "2019/20", "2020/21"]

INTRODUCTION = (
    """
# 1 Why we have written this

I have been asked to write plainly, so I shall. Stonebeck and Whinmoss has had a recovery plan in every year
but one since 2009. Each of them was sincere and most of them were late. This plan is meant to be different in
one respect: the seven organisations that sign it share a single set of figures and have agreed that none of
us will report a different set elsewhere. [[finance governance context]]
"""
    + THREE_GAPS
    + """
The plan covers the 480,000 people registered with the 58 practices of NHS Stonebeck CCG, NHS Whinmoss CCG and
NHS Lower Arkle CCG. It was drawn up with Stonebeck Hospitals NHS Foundation Trust, Arkle Valley Partnership
NHS Trust, Stonebeck Borough Council and Arkleshire County Council. [[none]]

## 1.1 What is wrong

Our population is older than England's and will be older still. One person in nine is over 75; by 2021 it will
be one in seven. Men in Lower Arkle die 6.4 years sooner than men in the villages of Whinmoss. [[none]]

The hospitals run at 96 per cent bed occupancy through the winter, and on the day of our last audit {184
beds|beds 184} were occupied by patients who no longer needed a hospital. Most were waiting for a package of
care, a place in a home, or for somebody to decide. [[hospital_capacity integrated_community_care context]]

Vacancy rates for registered nurses stand at {12 per cent|percent 12} across the two hospitals and {17 per
cent|percent 17} on the medical wards at Whinmoss. We spent {£19.4m|money 19.4e6} on agency staff last year,
which is more than the whole of the deficit that we declared.^1^ [[recruitment_retention numbers_cost finance
context]]
^1 Stonebeck Hospitals NHS Foundation Trust, accounts for the year to 31 March 2016. The declared deficit was
£17.8m.

## 1.2 What we will have done by 2021

* We will have taken {112 acute beds|beds 112 down by 2020} out of use at Whinmoss General Hospital, and not
before the community teams that replace them are in place. [[hospital_capacity integrated_community_care
delivery commitment]]
* There will be one emergency centre with consultants on the floor at all hours, at St Mary's Hospital,
Stonebeck. Whinmoss will keep an urgent care centre, open from 8am to midnight. [[acute_services commitment]]
* The three CCGs will be one, with one accountable officer, from April 2018. [[commissioning delivery
commitment]]
* We will have closed {£137m|money 137e6 by 2020} of a gap of {£142m|money 142e6 by 2020}. The last £5m is not
yet found and we do not pretend otherwise. [[finance commitment]]
"""
)

MONEY = """
# 2 The money

## 2.1 The gap if we do nothing

If nothing is done, the NHS organisations of Stonebeck and Whinmoss will spend {£142m|money 142e6 by 2020}
more in 2020/21 than they will receive. The two councils expect a further pressure of {£31m|money 31e6 by
2020} in adult social care.^2^ Table 1 shows how the position builds. [[finance context]]
^2 The councils' figure assumes that the social care precept is levied in full in every year. It is shown for
information and is not part of the NHS gap.
"""

GAP_ROWS = [
    ["£m", *YEARS],
    ["Do-nothing gap", "28", "61", "92", "118", "142"],
    ["Provider efficiency at 2 per cent a year", "11", "22", "33", "44", "54"],
    ["Care outside hospital", "0", "3", "8", "13", "17"],
    ["Planned care and RightCare", "1", "4", "7", "10", "12"],
    ["Medicines", "1", "3", "5", "7", "9"],
    ["Shared back office", "0", "2", "5", "8", "11"],
    ["Specialised services", "0", "2", "4", "6", "8"],
    ["Sustainability and transformation fund", "9", "9", "12", "18", "26"],
    ["Gap that remains", "6", "16", "18", "12", "5"],
]

GAP_LABELS = [
    "finance context",
    "finance commitment",
    "integrated_community_care finance commitment",
    "productivity_variation finance commitment",
    "productivity_variation finance commitment",
    "provider_collaboration finance commitment",
    "specialised_services finance commitment",
    "finance context",
    "finance context",
]

MONEY_AFTER = """
Three lines in the table deserve a comment, since they will be asked about.

* **Provider efficiency.** Two per cent a year for five years is {£54m|money 54e6 by 2020}. Neither trust has
managed more than 1.6 per cent since 2011. We have put it at two because that is what the rules require, and
because the programme office has found {£41m|money 41e6} of it line by line; the rest is a number and a hope.
[[finance context]]
* **Medicines.** We will switch 14,000 patients to biosimilars and to generic inhalers by March 2018, stop
prescribing what can be bought cheaply over the counter, and put a pharmacist in every care home, for a saving
of {£9m|money 9e6 by 2020}. [[productivity_variation finance delivery commitment]]
* **Specialised services.** NHS England buys {£88m|money 88e6} of specialised care for our people. With the
neighbouring footprints we will concentrate vascular surgery and the smaller cancer operations at two centres
instead of five. [[specialised_services acute_services finance commitment]]

## 2.2 Capital

We ask for {£64m|money 64e6} of capital over four years. {£39m|money 39e6} would extend the emergency
department and build two theatres at St Mary's; {£14m|money 14e6} would convert the north block at Whinmoss to
a planned-care centre; {£11m|money 11e6} would build two health centres. [[acute_services hospital_capacity
estates finance proposal]]

We know how little capital there is. If the bid fails we will do the planned-care centre alone, out of land
sales, and the emergency centre will wait until after 2021. [[acute_services estates finance delivery
commitment]]

## 2.3 Holding each other to it

From April 2017 the two trusts and the three CCGs will work to a single control total for the system. Risk on
emergency admissions will be shared in equal parts between commissioners and providers; whoever overspends
will open its books to the rest within ten working days. [[contracts_payment governance finance delivery
commitment]]
"""

HOSPITALS = """
# 3 Hospitals

## 3.1 Two hospitals, two jobs

St Mary's and Whinmoss General stand nineteen miles apart and each tries to do everything. In five specialties
there are too few doctors to keep two rotas safe. The clinical senate told us so in 2014; the maternity review
told us so again last year. [[acute_services recruitment_retention context]]

Our preferred option would make St Mary's the centre for emergency surgery, stroke, critical care and
consultant-led births. Whinmoss would become the centre for planned surgery, with an urgent care centre and a
midwife-led unit. Two other options, to keep both as they are and to build a new hospital between them, were
scored and are described in Annex C; neither can be staffed or paid for. [[acute_services commitment]]
"""

BED_ROWS = [
    ["Hospital", "2016/17", "2018/19", "2020/21", "Change"],
    ["St Mary's Hospital, Stonebeck", "648", "648", "648", "0"],
    ["Whinmoss General Hospital", "412", "364", "300", "-112"],
    ["Both", "1,060", "1,012", "948", "-112"],
]

HOSPITALS_AFTER = """
Acute beds will fall from {1,060|beds 1060} to {948|beds 948 down by 2020} by the end of 2020/21. I have
closed wards before and know what happens when they close first and the alternative comes second. The release
of each of the four wards at Whinmoss is therefore tied to a test that the medical directors, not the finance
directors, will sign. [[hospital_capacity governance commitment]]

Seven-day standards will be met for stroke and for heart attack at St Mary's by November 2017, and for the
other specialties by 2020. [[acute_services delivery commitment]]

## 3.2 Community hospitals

Ings Lane has {24 beds|beds 24} and Thornbeck Cottage Hospital has {18|beds 18}. Both are cherished; neither
is full, and Thornbeck has failed its last two fire inspections. We will consult in summer 2017 on bringing
the beds together as one unit of {32 beds|beds 32} at Ings Lane, with Thornbeck kept as a base for clinics,
the minor injury unit and the district nurses. [[community_hospitals estates engagement delivery commitment]]

There are no plans to close the minor injury unit at Thornbeck, whatever the newspaper says.
[[community_hospitals commitment]]
"""

COMMUNITY = (
    """
# 4 Care outside hospital

## 4.1 General practice

Eleven of our 58 practices have a partner over sixty and no successor. Four have closed their lists. The
premium we pay for locums would employ six salaried doctors. [[recruitment_retention general_practice
context]]
"""
    + EXTENDED_ACCESS
    + """
* The practices have formed three federations, one for each CCG, and will share a single clinical rota,
complaints service and payroll by October 2017. [[general_practice provider_collaboration delivery
commitment]]
* Twelve clinical pharmacists will join the largest practices in 2017/18, at a cost of {£0.6m|money 0.6e6 by
2017} a year that the CCGs have set aside. [[general_practice roles_skills finance delivery commitment]]
* We will look at whether the two single-handed practices in Lower Arkle might be better off merged.
[[general_practice aspiration]]

## 4.2 Eight neighbourhood teams

Eight teams, each for about 60,000 people, will bring together district nurses, social workers, therapists and
a geriatrician for half a day a week. They will hold a list of the two per cent of people most likely to be
admitted, and each of those people will have a plan and somebody's telephone number. Three teams start in
April 2017 and the rest by April 2018. [[integrated_community_care delivery commitment]]

* What they are for:
** answering within two hours, by day and at weekends, when somebody can be kept at home;
[[integrated_community_care commitment]]
** fetching people home from hospital within 24 hours of being fit to leave; [[integrated_community_care
commitment]]
** the last year of life, so that four in ten rather than six in ten of us die in hospital.
[[integrated_community_care commitment]]
* What they are not for: doing assessments for one another. [[integrated_community_care proposal]]

## 4.3 Prevention, briefly

Finance directors are suspected of despising prevention. I do not; I despise savings that are booked before
the programme is designed. We book none here. Even so we will offer every smoker on a waiting list a place
with the stop-smoking service, check blood pressure in pharmacies and barber shops, and enrol 2,400 people a
year in the diabetes prevention programme from 2017. [[prevention delivery commitment]]

## 4.4 Mental health

Eighty-one people from Stonebeck were treated last year in beds more than thirty miles away, at a cost of
{£3.1m|money 3.1e6}. Arkle Valley Partnership will end this for adults by October 2018 by opening a crisis
house of eight places and by staffing the home treatment team through the night. [[mental_health finance
delivery commitment]]

Mental health spending will rise at least as fast as the CCGs' allocations in each year of the plan. Liaison
psychiatry at St Mary's will run round the clock from January 2018. [[mental_health finance delivery
commitment]]
"""
)

WORKFORCE_TEXT = """
# 5 People

We employ about 11,300 people in whole-time equivalents. Table 3, which had to be turned on its side to fit,
shows what we expect the number to be. The fall of {112|staff 112 down by 2020} is small and the shift within
it is not: {160 fewer|staff 160 down by 2020} in administration and estates, {90 fewer|staff 90 down by 2020}
hospital nurses as beds close, {70 more|staff 70 up by 2020} therapists, and more hands in general practice.
[[numbers_cost commitment]]

* Agency spending will be held under {£11m|money 11e6 down by 2018} by 2018/19 through one staff bank for the
two trusts, which opened to nurses in September and will open to doctors in February 2017. [[numbers_cost
finance delivery commitment]]
* We will train {60|staff 60} nursing associates and {24|staff 24} advanced practitioners with Arkleshire
College by 2020. [[roles_skills delivery commitment]]
* Forty nurses from abroad start on the wards in the new year; the housing association has let us a block of
flats for them. [[recruitment_retention delivery commitment]]
* Sickness costs us 4.9 per cent of the pay bill. Both trusts will offer physiotherapy and counselling to
staff within a week, and the chief executives will publish their own diaries of ward visits.
[[culture_leadership numbers_cost proposal]]
"""

REST = """
# 6 What holds it up

## 6.1 Records and systems

Nine systems hold a patient's record between the front door of St Mary's and the district nurse. A shared care
record, read-only at first, will be open to every practice, ward and social work team by March 2018, and will
carry care plans that anybody treating the patient can write to by 2019. [[shared_records delivery
commitment]]

* Whinmoss will stop using paper drug charts in 2018, when electronic prescribing comes to its last six wards.
[[digital_services delivery commitment]]
* Online consultation will be tried in ten practices. If it merely makes work, we will stop.
[[digital_services general_practice proposal]]

## 6.2 Estate

We own or rent 143 buildings. Backlog maintenance is {£47m|money 47e6}, of which {£12m|money 12e6} is graded
as high risk. A fifth of the space in our health centres is empty on an ordinary Tuesday, because I sent
somebody to count. [[estates finance context]]

The Moor Road site will be sold by March 2019, with an expected receipt of {£9m|money 9e6 by 2018}. Leases on
eleven administrative offices end before 2019 and will not be renewed; their 420 staff will move into council
buildings under One Public Estate. [[estates finance delivery commitment]]

## 6.3 Back office

Eight payrolls, seven finance ledgers and five procurement teams serve one borough and a county. From April
2018 the two trusts will share one of each, saving {£11m|money 11e6 by 2020} a year by 2020/21. There will be
redundancies, and I shall say so to the people concerned before they read it here. [[provider_collaboration
finance delivery commitment]]

The boards of the two trusts have also asked for an outline case for becoming one group with one executive
team. It is due in September 2017. Whether a merger follows is not settled. [[provider_collaboration delivery
commitment]]

# 7 Who decides

The system board meets every month under an independent chair. It has no powers in law; it has a memorandum of
understanding, by which each organisation agrees to bring to the board any decision worth more than
{£0.5m|money 0.5e6} that would touch another. Votes are not taken. If we cannot agree in two meetings the
matter goes to the regulators, which has concentrated minds twice already. [[governance commitment]]

The councils' cabinets and the health and wellbeing boards will see the plan in December. Both councils have
asked us to record that they support its direction and reserve their position on the beds. We record it.
[[governance engagement delivery context]]

## 7.1 Talking to people

We have not done enough of this. The plan was written to a timetable that left no summer for public meetings.
Between January and April 2017 we will hold {fourteen|activity 14} open meetings, meet the staff side of both
trusts monthly, and give Healthwatch the same papers as the board at the same time. [[engagement delivery
commitment]]

## 7.2 What could go wrong
"""

RISK_ROWS = [
    ["Risk", "Owner", "What we will do"],
    [
        "The community teams cannot be recruited in time, and the wards at Whinmoss stay open at a cost of "
        "£7m a year.",
        "Chief nurse, Arkle Valley Partnership",
        "Hold ward closures to the test; report vacancies monthly from March 2017.",
    ],
    [
        "Capital is not granted.",
        "Director of finance, Stonebeck Hospitals",
        "Phase the scheme; sell Moor Road first.",
    ],
    [
        "The shared control total sets us against one another.",
        "Independent chair",
        "Open books; independent review at six months.",
    ],
    ["Winter.", "All chief executives", "Agree one escalation plan by the end of November."],
]

CLOSE = """
Progress against each milestone in this document will be published every quarter, in a form short enough to be
read. If we fall behind, the first line will say so. [[delivery commitment]]
"""


def _furnish(page: Page) -> None:
    page.running("Stonebeck and Whinmoss STP", 72, 44)
    page.running("Submission of 21 October 2016", page.width - 72, 44, "right")
    page.rule(72, 50, page.width - 72, 50)
    page.running(f"Page {page.number}", page.width / 2, page.height - 36, "centre")


def _flow(document: Document) -> Column:
    return Column(furnished(document, A4, [(72, 70, 451, 772)], _furnish), LOOK)


def _cover(document: Document) -> None:
    page = document.page(A4)
    column = page.column(72, 180, 451, 800)
    column.para("Stonebeck and Whinmoss", style=TITLE_STYLE)
    column.para(
        "Sustainability and Transformation Plan, 2016/17 to 2020/21", style=Style(_T, 16, 20, after=30)
    )
    column.para("Submission of 21 October 2016")
    column.para("Written for the seven partners by the directors of finance")
    column.y = 640
    column.para(f"**{MARK}**", "none")
    column.para(
        "Stonebeck and Whinmoss does not exist. The people, figures and proposals in this document were "
        "made up "
        "to test a program that reads plans.",
        "none",
    )


def compose(contents: list[tuple[str, int, int]]) -> Document:
    """The document; ``contents`` are the headings (text, level, page) of the composition before."""
    document = Document(
        ID, FOOTPRINT, TITLE, "Directors of finance, Stonebeck and Whinmoss", LOOK, tagged=True
    )
    _cover(document)
    page = document.page(A4)
    _furnish(page)
    column = page.column(72, 70, 451, 772)
    column.heading("Contents")
    column.contents([(text, at) for text, level, at in contents if level < 3 and text != "Contents"])
    column = _flow(document)
    column.write(INTRODUCTION)
    column.write(MONEY)
    column.table(
        GAP_ROWS,
        [38, 12, 12, 12, 12, 12],
        caption="Table 1: the do-nothing position and our solutions, £m",
        counts="money 1e6",
        labels=GAP_LABELS,
    )
    column.write(MONEY_AFTER)
    column.write(HOSPITALS)
    column.table(
        BED_ROWS,
        [40, 15, 15, 15, 15],
        counts="beds",
        caption="Table 2: acute beds by hospital",
        labels=["hospital_capacity context"] + ["hospital_capacity commitment"] * 2,
    )
    column.write(HOSPITALS_AFTER)
    column.write(COMMUNITY)
    column.write(WORKFORCE_TEXT)
    _workforce_page(document)
    column = _flow(document)
    column.write(REST)
    column.table(
        RISK_ROWS,
        [45, 20, 35],
        caption="Table 4: principal risks",
        align="lll",
        labels=[
            "delivery finance context",
            "finance delivery proposal",
            "delivery context",
            "delivery commitment",
        ],
    )
    column.write(CLOSE)
    return document


def _workforce_page(document: Document) -> None:
    page = document.page(A4_WIDE, rotate=90)
    _furnish(page)
    column = page.column(72, 80, page.width - 144, 540)
    column.para("Table 3: staff in post and planned, whole-time equivalents at 31 March", kind="caption")
    totals = [sum(group[year] for group in WORKFORCE.values()) for year in range(5)]
    rows = [["Staff group", *YEARS, "Change"]]
    for group, counts in [*WORKFORCE.items(), ("All", totals)]:
        rows.append([group, *[f"{count:,}" for count in counts], f"{counts[-1] - counts[0]:+,}"])
    column.table(
        rows, [40, 12, 12, 12, 12, 12, 10], counts="staff", pad=6, labels=["numbers_cost commitment"] * 9
    )
    column.para(
        "Sources: electronic staff record and the general practice census, September 2016. Figures for "
        "2017/18 and after "
        "are plans. Staff of the councils and of care providers are not counted; there are about 6,200 of "
        "them.",
        "numbers_cost context",
    )
