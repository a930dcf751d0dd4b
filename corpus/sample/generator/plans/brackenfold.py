"""Brackenfold: the June 2016 draft, a filled-in form of wide tables, by a programme office short of time.

Tagged; landscape; long cells, merged heads, year columns. The draft states two different gaps, £96m on its
first page and £104m in its finances: a deliberate conflict, as real drafts have.
"""

from ..boilerplate import THREE_GAPS
from ..kit import A4_WIDE, MARK, Column, Document, Frame, Look, Style

ID = "brackenfold-2016-06"
FOOTPRINT = "S06"
TITLE = "Brackenfold STP: checkpoint submission, June 2016 (draft)"
KIND = "draft"
PUBLISHED = "2016-06-30"
NOTE = "tagged; landscape form of ruled tables; states two different gaps on purpose"

_V = "Vera"
LOOK = Look(
    body=Style(_V, 9.7, 13.2, after=5),
    headings=(
        Style(_V, 14, 18, "bold", "#7a3b00", after=6),
        Style(_V, 11, 14.5, "bold", "#7a3b00", before=5, after=4),
        Style(_V, 9.7, 13.2, "bold", before=3, after=2),
    ),
    table=Style(_V, 9.2, 12.2),
    caption=Style(_V, 8.4, 11.4, "italic", after=4),
    footnote=Style(_V, 7, 9),
    furniture=Style(_V, 7.6, 10, colour="#999999"),
    bullets=("•", "–"),
    indents=(12, 12),
    head_fill="#f6e3cf",
    rule="#8a6d4f",
)
YEARS = ["2016/17", "2017/18", "2018/19", "2019/20", "2020/21"]


def _page(document: Document, title: str) -> Column:
    page = document.page(A4_WIDE)
    page.running("DRAFT for checkpoint discussion. Not agreed by boards.", 46, 30)
    page.running("Brackenfold STP", page.width - 46, 30, "right")
    page.running(f"{page.number}", page.width / 2, page.height - 22, "centre")
    column = page.column(46, 46, 750, 560)
    column.heading(title)
    return column


def _two(column: Column) -> tuple[Column, Column]:
    """Two columns below what the page has so far."""
    page, top = column.page, column.y
    left, right = (Column(iter([Frame(page, x, top, 362, 560)]), LOOK, flows=False) for x in (46, 434))
    return left, right


def _key(document: Document) -> None:
    column = _page(document, "Key information")
    column.table(
        [
            ["Name of footprint", "Brackenfold (draft code S06)"],
            ["Region", "Midlands and East"],
            ["Nominated lead", "Sunita Verrall, Chief Executive, Brackenfold City Council"],
            [
                "Organisations",
                "NHS Brackenfold CCG; NHS Lode Valley CCG; Brackenfold Hospitals NHS Trust (BHT); "
                "Brackenfold and Lode Partnership NHS Foundation Trust; Brackenfold City Council; Lodeshire "
                "County Council; 61 practices",
            ],
            ["Population", "560,000 registered"],
            ["Gap by 2020/21 if nothing is done", "{£96m|money 96e6 by 2020} (NHS only; to be validated)"],
            [
                "Status",
                "Working draft. Boards have had sight of slides and not of this text. Not for publication "
                "before 30 June.",
            ],
        ],
        [26, 74],
        heads=0,
        align="ll",
        pad=5,
        labels=["", "", "", "", "", "finance context", ""],
    )
    column.para(f"**{MARK}**", "none")
    column.para("Brackenfold was made up to test a program that reads plans.", "none")
    column.write("## What this checkpoint covers\n\n" + THREE_GAPS.strip())
    column.para(
        "We have five priorities and four enablers. Work on the first three is well advanced; on the others "
        "we have a direction of travel, a "
        "senior responsible owner and, in two cases, a plan.",
        "delivery context",
    )


def _gaps(document: Document) -> None:
    column = _page(document, "Section 1: how we will close the three gaps")
    column.table(
        [
            ["Question", "Our answer at this checkpoint", "Confidence"],
            [
                "1. How will you prevent ill health and moderate demand?",
                "A lifestyle hub for each locality from January 2017, run by the city council with "
                "{£1.4m|money 1.4e6} from both CCGs. Targets: 2,800 smokers quit a year; "
                "diabetes prevention for 1,900 people; a falls service in every locality.",
                "Medium",
            ],
            [
                "2. How will you engage patients, communities and staff?",
                "Not yet begun in earnest. Healthwatch joins the programme board in July. Three "
                "deliberative events in September. Staff side briefed on 14 June.",
                "Low",
            ],
            [
                "3. How will you support and improve general practice?",
                "Sixty-one practices in seven hubs. Hubs will offer appointments to 8pm from October 2017 "
                "and share back-office staff. The resilience fund has gone to nine practices.",
                "Medium",
            ],
            [
                "4. Which new care models?",
                "Lode Valley will be a multispecialty community provider from April 2018, holding a "
                "whole-population budget of {£71m|money 71e6} in its first year. Brackenfold will follow, "
                "or not, after evaluation.",
                "High",
            ],
            [
                "5. How will core standards be met?",
                "The emergency department at Penny Ash would become an urgent care centre; see section 3. "
                "Eighteen-week waits recover by March 2017.",
                "Low",
            ],
            [
                "6. What of cancer, mental health, maternity and learning disability?",
                "Liaison psychiatry at all hours from October 2016. Talking therapies to reach {25 per "
                "cent|percent 25 by 2020} of need by 2020/21. Cancer waits met since April. The maternity "
                "review starts in autumn. "
                "Nineteen people with a learning disability resettled by 2019.",
                "Medium",
            ],
            [
                "7. How will quality and safety improve?",
                "Seven-day consultant review in the ten main specialties at Brackenfold General by 2018; "
                "not at Penny Ash, which has not the numbers.",
                "Medium",
            ],
            [
                "8. How will technology help?",
                "The Lode Record (shared, read and write) live in all practices by December 2016 and in "
                "both hospitals by summer 2017. Paper-free at the point of care by 2020.",
                "High",
            ],
            [
                "9. How will you develop the workforce?",
                "Shared bank, rotational band 5 posts, 30 physician associates from the second cohort on. A "
                "workforce observatory has been proposed.",
                "Medium",
            ],
            [
                "10. How will you balance the books?",
                "See section 4. We do not yet balance in 2017/18.",
                "Low",
            ],
        ],
        [24, 65, 11],
        align="lll",
        pad=3.5,
        labels=[
            "prevention finance delivery commitment",
            "engagement delivery commitment",
            "general_practice provider_collaboration delivery commitment",
            "contracts_payment finance delivery commitment",
            "acute_services delivery commitment",
            "mental_health acute_services delivery commitment",
            "acute_services delivery commitment",
            "shared_records digital_services delivery commitment",
            "roles_skills numbers_cost commitment",
            "finance context",
        ],
    )


def _priorities(document: Document) -> None:
    left, right = _two(_page(document, "Section 2: our priorities"))
    left.write(
        """
## Priority 1: Out of hospital

* What we will do:
** Seven integrated locality teams (ILTs) on the footprints of the hubs, with a single point of access, by
April 2017; [[integrated_community_care delivery commitment]]
** a frailty pathway with a comprehensive assessment at home within 48 hours; [[integrated_community_care
proposal]]
** 24 step-up beds in care homes, commissioned by the two councils with the CCGs; [[integrated_community_care
commissioning commitment]]
** end-of-life co-ordination extended from Lode Valley to the city. [[integrated_community_care commitment]]
* What it will give us:
** {4,100|activity 4100 down} fewer emergency admissions a year at maturity; [[integrated_community_care
proposal]]
** delayed transfers below 3.5 per cent of bed days; [[integrated_community_care hospital_capacity proposal]]
** {£19m|money 19e6 by 2020} net. [[finance context]]
* What we do not yet know: whether community nursing, which has {41|staff 41} vacancies of {310|staff 310},
can staff it. [[recruitment_retention integrated_community_care context]]

## Priority 2: Planned care and variation

RightCare puts the opportunity at {£16m|money 16e6}. We will begin with circulation, joints and the bowel.
[[productivity_variation finance commitment]]

* Referral support in all seven hubs by January 2017. [[productivity_variation delivery commitment]]
* Consultant advice by e-mail within two working days for twelve specialties. [[productivity_variation
digital_services proposal]]
* Reduce outpatient follow-ups by a fifth. [[productivity_variation proposal]]
* Medicines: biosimilar switching ahead of plan; {£3.2m|money 3.2e6} this year. [[productivity_variation
finance commitment]]

## Priority 3: Mental health

Parity will be tested by spending. The two CCGs invest {£6.5m|money 6.5e6 by 2020} more by 2020/21.
[[mental_health finance delivery commitment]]
"""
    )
    right.write(
        """
* Crisis: home treatment around the clock by April 2017; out-of-area placements ended by 2018. [[mental_health
delivery commitment]]
* Beds: older people's wards at Lode Bridge will be consolidated from two to one, and {14 beds|beds 14 down}
closed, when the dementia intensive support team is at strength. [[mental_health commitment]]
* Children: eating disorder service across the footprint, with Lodeshire County Council. [[mental_health
proposal]]
* Suicide prevention plan, with the railway and the university, by December. [[mental_health prevention
delivery commitment]]

## Priority 4: Prevention at scale

We say this every time. This time we have ring-fenced half of one per cent of CCG budgets, {£3.4m|money
3.4e6}, from 2017/18, and given it to the directors of public health. [[prevention finance delivery
commitment]]

* Workplace charter for the fourteen largest employers, us among them. [[prevention proposal]]
* Hypertension: find 9,000 of the 31,000 people who do not know that they have it. [[prevention proposal]]
* Explore a minimum unit price by-law. [[prevention aspiration]]

## Priority 5: Specialised and acute networks

* NHS England has asked whether Brackenfold should go on doing percutaneous coronary intervention at night. We
think not. [[specialised_services acute_services proposal]]
* Head and neck cancer surgery moves to Kestlebridge in October. [[specialised_services acute_services
delivery commitment]]
* A pathology network with three other trusts: outline case in the autumn. [[provider_collaboration delivery
commitment]]
* Neonatal cots: await the national review. [[specialised_services context]]

## Community hospital

Lode Bridge has {28 beds|beds 28} in a building which will need {£6m|money 6e6} by 2019. Options are to
refurbish, to rebuild at half the size beside the leisure centre, or to buy nursing-home beds. The locality
favours the second; so, cautiously, do we. [[community_hospitals estates finance aspiration]]
"""
    )


def _hospitals(document: Document) -> None:
    column = _page(document, "Section 3: options for BHT's two hospitals")
    column.para(
        "BHT has {890 beds|beds 890}: {610|beds 610} at Brackenfold General and {280|beds 280} at Penny "
        "Ash, twelve miles apart. Five options were scored by 31 clinicians and 12 patients on 9 June. "
        "Scores run from 1 (poor) to 5. They inform the choice and do not make it.",
        "hospital_capacity acute_services engagement context",
    )
    column.table(
        [
            ["Option", "What changes", ("Scores", 4), "Beds in 2020/21", "Capital, £m"],
            ["", "", "Quality", "Access", "Staff", "Cost", "", ""],
            ["A. No change", "Both sites provide all services, with locums", "2", "5", "1", "1", "890", "12"],
            [
                "B. Networked",
                "Single teams on both sites; emergency surgery at the General at night",
                "3",
                "4",
                "3",
                "3",
                "870",
                "18",
            ],
            [
                "C. Hot and cold",
                "All emergencies at the General; Penny Ash for planned care, with an urgent care centre",
                "4",
                "3",
                "4",
                "4",
                "835",
                "47",
            ],
            [
                "D. One site",
                "All acute services at the General; Penny Ash a health campus",
                "5",
                "1",
                "5",
                "3",
                "800",
                "168",
            ],
            ["E. New build", "A new hospital between the two", "5", "3", "5", "1", "800", "410"],
        ],
        [14, 40, 7, 7, 7, 7, 10, 8],
        heads=2,
        align="llccccrr",
        pad=4.5,
        labels=[
            "acute_services finance context",
            "acute_services hospital_capacity finance aspiration",
            "acute_services hospital_capacity finance aspiration",
            "acute_services estates hospital_capacity finance aspiration",
            "acute_services estates finance aspiration",
        ],
    )
    left, right = _two(column)
    left.write(
        """
Option C is the working assumption for planning and not a decision. Under it beds would fall by {55|beds 55
down} to {835|beds 835 down by 2020}. [[acute_services hospital_capacity aspiration]]

Under options C and D the emergency department at Penny Ash closes. About 70 of its 140 attenders a day could
be seen at an urgent care centre; 38 would be taken to the General and the rest go elsewhere. [[acute_services
aspiration]]

The ambulance service says that it would need three more crews, at {£1.7m|money 1.7e6} a year, which is not in
our numbers. [[acute_services finance context]]
"""
    )
    right.write(
        """
* Maternity is outside this appraisal. A midwife-led unit remains at Penny Ash in every option but D.
[[acute_services proposal]]
* Critical care: from 18 beds on two sites to 20 on one, in options C, D and E. [[acute_services
hospital_capacity aspiration]]
* A pre-consultation business case is due in March 2017 and consultation would follow the county elections.
[[acute_services engagement delivery commitment]]
* The county council has not taken a view and asks that this be made clear. [[engagement context]]
"""
    )


FINANCE = [
    ["£m", *YEARS],
    ["Do-nothing gap", "17", "44", "66", "86", "104"],
    ["Priority 1: out of hospital", "0", "4", "9", "14", "19"],
    ["Priority 2: planned care and variation", "3", "6", "10", "13", "16"],
    ["Hospital reconfiguration (option C)", "0", "0", "2", "8", "13"],
    ["Provider cost improvement", "9", "16", "22", "27", "32"],
    ["Back office and estates", "0", "2", "4", "6", "7"],
    ["Transformation funding", "5", "8", "12", "14", "17"],
    ["Unmitigated", "0", "8", "7", "4", "0"],
]
FINANCE_LABELS = [
    "finance context",
    "integrated_community_care finance commitment",
    "productivity_variation finance commitment",
    "acute_services finance commitment",
    "finance commitment",
    "provider_collaboration estates finance commitment",
    "finance context",
    "finance context",
]
STAFF = [
    ["WTE", *YEARS, "Change"],
    ["Consultants and other doctors", "880", "884", "888", "890", "892", "+12"],
    ["Nurses and midwives", "2,910", "2,915", "2,900", "2,880", "2,850", "-60"],
    ["Allied health professionals", "640", "660", "690", "710", "725", "+85"],
    ["Physician associates and other new roles", "6", "20", "44", "70", "96", "+90"],
    ["Support to clinical staff", "2,480", "2,475", "2,460", "2,440", "2,420", "-60"],
    ["Corporate and estates", "1,240", "1,210", "1,170", "1,140", "1,110", "-130"],
    ["General practice, all staff", "744", "748", "764", "786", "810", "+66"],
    ["Total", "8,900", "8,912", "8,916", "8,916", "8,903", "+3"],
]


def _finance(document: Document) -> None:
    column = _page(document, "Section 4: finance")
    column.para(
        "The do-nothing gap is {£104m|money 104e6 by 2020} by 2020/21. It was rebased on 22 June for the "
        "new control totals, and earlier sections may not yet have caught up.",
        "finance context",
    )
    column.table(FINANCE, [40, 12, 12, 12, 12, 12], counts="money 1e6", labels=FINANCE_LABELS, pad=3.5)
    left, right = _two(column)
    left.write(
        """
## Points to note

* 2017/18 and 2018/19 do not balance. We ask regulators to phase the control total, and expect to be refused.
[[finance proposal]]
* Priority 1 assumes {£5m|money 5e6} of double running in 2017/18, for which there is no source.
[[integrated_community_care finance context]]
* Reconfiguration pays back only if capital of {£47m|money 47e6} is found. Private finance has been ruled out.
[[acute_services finance context]]
* Social care pressures of {£29m|money 29e6 by 2020} are shown in Annex F and are not in the table. [[finance
context]]
"""
    )
    right.write(
        """
## Back office and estates

* BHT and the Partnership will share payroll, recruitment and procurement from October 2017, for {£3m|money
3e6 by 2020} a year. [[provider_collaboration finance delivery commitment]]
* Of 97 community buildings, 21 will be vacated by 2019; receipts are put at {£6m|money 6e6 by 2019}.
[[estates finance delivery commitment]]
* The former nurses' home at Penny Ash will be sold this year. [[estates delivery commitment]]
* Co-location with the city's customer centres is being costed. [[estates aspiration]]
"""
    )


def _enablers(document: Document) -> None:
    column = _page(document, "Section 5: workforce, digital and organisation")
    column.table(
        STAFF,
        [32, 11, 11, 11, 11, 11, 10],
        counts="staff",
        pad=3,
        labels=[
            "numbers_cost roles_skills commitment" if row[0].startswith("Phys") else "numbers_cost commitment"
            for row in STAFF[1:]
        ],
    )
    left, right = _two(column)
    left.write(
        """
## Workforce

* {96|staff 96 up by 2020} people in new roles by 2020/21, of whom 30 are physician associates trained at Lode
University. [[roles_skills delivery commitment]]
* Consultant vacancies at Penny Ash stand at {27 per cent|percent 27}; a single appointment to both sites is
the only remedy that anybody has put forward. [[recruitment_retention acute_services context]]
* Agency cap met by March 2017: from {£17m|money 17e6} to {£9m|money 9e6 down by 2016}. [[numbers_cost finance
delivery commitment]]
* OD: a joint leadership programme, Brackenfold Together, for 120 people. [[culture_leadership commitment]]
* Staff engagement scores at BHT are in the lowest fifth. The chief executive holds weekly open meetings.
[[culture_leadership context]]

## Digital

* The Lode Record: all 61 practices by December 2016. [[shared_records delivery commitment]]
* Risk stratification from linked data, monthly, to each ILT. [[digital_services proposal]]
* Electronic prescribing at both hospitals: tender in the autumn, {£4.6m|money 4.6e6}. [[digital_services
finance delivery commitment]]
"""
    )
    right.write(
        """
## Organisation

* The two CCGs will have a joint management team from September 2016 and one governing body, if members agree,
from April 2018. [[commissioning delivery commitment]]
* A joint commissioning unit with the city council takes on {£38m|money 38e6} for learning disability and
children in April 2017. [[commissioning finance delivery commitment]]
* The Lode Valley MCP: federation, Partnership and county council in a limited liability partnership.
Procurement route to be agreed with NHS England by December. [[contracts_payment delivery commitment]]
* BHT is in talks about a group with Kestlebridge University Hospitals. Nothing is agreed.
[[provider_collaboration context]]

## Governance

* A programme board chaired by the city council's chief executive, fortnightly. It has no delegated authority;
the memorandum of understanding will propose some in October. [[governance delivery commitment]]
* A clinical cabinet signs off each pathway. [[governance context]]
* The health and wellbeing boards have met together once. [[governance context]]
"""
    )


def _next(document: Document) -> None:
    column = _page(document, "Section 6: critical path, risks, and support we ask for")
    column.table(
        [
            ["Milestone", "Date", "Owner", "Rating"],
            [
                "Deliberative events with the public (three)",
                "September 2016",
                "Director of Communications, CCGs",
                "Green",
            ],
            ["Full STP submitted", "October 2016", "Programme Director", "Amber"],
            [
                "Lode Record live in all practices",
                "December 2016",
                "Chief Clinical Information Officer",
                "Green",
            ],
            ["Lifestyle hubs open", "January 2017", "Directors of Public Health", "Amber"],
            ["Pre-consultation business case for BHT", "March 2017", "Medical Director, BHT", "Red"],
            [
                "Locality teams in all seven localities",
                "April 2017",
                "Chief Operating Officer, Partnership",
                "Amber",
            ],
            ["Lode Valley MCP contract starts", "April 2018", "Accountable Officer, Lode Valley", "Amber"],
        ],
        [40, 16, 32, 12],
        align="llll",
        pad=4,
        labels=[
            "engagement delivery commitment",
            "delivery commitment",
            "shared_records delivery commitment",
            "prevention delivery commitment",
            "acute_services delivery commitment",
            "integrated_community_care delivery commitment",
            "contracts_payment delivery commitment",
        ],
    )
    left, right = _two(column)
    left.write(
        """
## Risks

* Pace. The programme office has {four|staff 4} people, two of them on loan. [[delivery context]]
* Purdah and the county elections fall across the consultation window. [[engagement delivery context]]
* BHT's deficit worsens and attention goes to this year's problems, as it has in each of the last three years.
[[finance delivery context]]
* GP members vote against the MCP. [[contracts_payment general_practice delivery context]]
* Nurses leave Penny Ash on hearing of it. [[recruitment_retention acute_services delivery context]]

Mitigations are recorded in the register and reviewed each fortnight by the programme director. [[delivery
context]]
"""
    )
    right.write(
        """
## Support we ask for

* Capital of {£47m|money 47e6} in principle by December 2016. [[acute_services finance proposal]]
* Freedom to hold a single control total across the footprint in 2017/18. [[contracts_payment finance
proposal]]
* An early view on procurement for the MCP. [[contracts_payment proposal]]
* {£0.8m|money 0.8e6} for the programme itself. [[delivery finance proposal]]

## What we are not doing

No change to cancer diagnostics, to dialysis, or to the hospice contract is planned in this period.
[[acute_services integrated_community_care proposal]]

We would welcome frank comment on what is missing. We have a list of our own. [[none]]
"""
    )


MEASURES = [
    ["Measure", "Now", "2017/18", "2020/21", "Priority"],
    ["Emergency admissions of people over 75, each 1,000", "312", "301", "268", "1"],
    ["Days in hospital in the last year of life", "19.4", "18", "14", "1"],
    ["Elective spend above RightCare peers, £m", "16", "11", "0", "2"],
    ["Adults sent out of area for a mental health bed, a month", "14", "4", "0", "3"],
    ["Children seen within six weeks by mental health services", "41%", "60%", "95%", "3"],
    ["People aged 40 and over with a recorded blood pressure", "71%", "76%", "90%", "4"],
    ["Percutaneous interventions within 150 minutes of the call", "78%", "84%", "90%", "5"],
]
MEASURE_LABELS = [
    "integrated_community_care delivery commitment",
    "integrated_community_care delivery commitment",
    "productivity_variation finance delivery commitment",
    "mental_health delivery commitment",
    "mental_health delivery commitment",
    "prevention delivery commitment",
    "specialised_services acute_services delivery commitment",
]


def _annex(document: Document) -> None:
    column = _page(document, "Annex A: how we will know, and what we have assumed")
    column.table(MEASURES, [56, 11, 11, 11, 11], align="lrrrc", pad=4, labels=MEASURE_LABELS)
    left, right = _two(column)
    left.write(
        """
## Assumptions in the model

* Acute demand grows by 2.7 per cent a year if nothing is done, and by 1.3 per cent with priority 1 in full.
[[finance delivery context]]
* Pay rises by 1 per cent a year to 2019/20. We think this brave. [[finance numbers_cost context]]
* Length of stay at BHT falls from 7.9 days to 6.8, which accounts for {38|beds 38 down} of the 55 beds; the
rest are closed by admissions avoided. [[hospital_capacity commitment]]
* Bed occupancy is planned at 92 per cent throughout. [[hospital_capacity context]]
* The two councils fund home care at this year's level in cash. Lodeshire has said that it cannot promise to.
[[integrated_community_care finance context]]
"""
    )
    right.write(
        """
## What has been left out

* Maternity, until the review. [[acute_services context]]
* General practice premises: eleven are unfit, and the cost is unknown. [[estates context]]
* Any effect of staff leaving or not arriving from the rest of Europe. [[recruitment_retention context]]

## Evidence

The case for locality teams rests on our own pilot in Lode Valley North, where emergency admissions fell by {6
per cent|percent 6 down} in a year against a rise of 3 per cent elsewhere, and on two published reviews which
are less encouraging. The case for hubs rests on belief. [[integrated_community_care general_practice delivery
context]]
"""
    )


def compose(contents: list[tuple[str, int, int]]) -> Document:
    """The document; it has no contents list."""
    document = Document(ID, FOOTPRINT, TITLE, "Brackenfold STP programme office", LOOK, tagged=True)
    for page in (_key, _gaps, _priorities, _hospitals, _finance, _enablers, _next, _annex):
        page(document)
    return document
