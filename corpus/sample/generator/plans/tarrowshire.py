"""Tarrowshire: a council officer's report to cabinet, with numbered paragraphs and appendices.

Tagged; paragraph numbers in the margin; bullets at two levels with lead-ins; tables without rules;
one page (a signed letter) that is a picture without a text layer.
"""

from ..boilerplate import EXTENDED_ACCESS, NO_DECISION
from ..kit import A4, MARK, Column, Document, Look, Page, Style, furnished

ID = "tarrowshire-2016-10"
FOOTPRINT = "S04"
TITLE = "Tarrowshire Sustainability and Transformation Plan: report to Cabinet"
KIND = "plan"
PUBLISHED = "2016-10-31"
NOTE = "tagged; numbered paragraphs; rule-less tables; one page is a picture of a letter"

_H = "Helvetica"
INK = "#3a1d4f"
LOOK = Look(
    body=Style(_H, 10.5, 14, after=8),
    headings=(
        Style(_H, 15, 19, "bold", INK, before=14, after=7),
        Style(_H, 11.5, 15, "bold", INK, before=6, after=5),
        Style(_H, 10.5, 14, "bold", before=3, after=3),
    ),
    table=Style(_H, 9.5, 12),
    caption=Style(_H, 9.5, 12.5, "bold", after=5),
    footnote=Style(_H, 8, 10),
    furniture=Style(_H, 8.5, 11, colour="#666666"),
    bullets=("•", "o"),
    indents=(18, 18),
    inset=34,
    bullet_after=4,
)
YEARS = ["2016/17", "2017/18", "2018/19", "2019/20", "2020/21"]

LETTER = (
    ("The County Hall, Tarrowmouth", ""),
    ("20 October 2016", ""),
    ("To the people of Tarrowshire", ""),
    (
        "We are the elected leaders of the county and the city, and we have put our names to this plan with "
        "care. We are not signing a cheque. We are "
        "agreeing to sit at one table with the National Health Service and to be honest about what we find "
        "there.",
        "none",
    ),
    (
        "Both councils have cut adult social care by a fifth since 2011, because we had to. Every week "
        "hospital wards in Tarrowshire hold people "
        "who are waiting for us. We shall put an extra £6 million into home care over the next two years, "
        "and we expect the NHS to match it.",
        "integrated_community_care finance delivery commitment",
    ),
    (
        "We will oppose any closure of the maternity unit at North Tarrow District Hospital until we have "
        "seen evidence, in public, that mothers "
        "will be as safe without it. Nothing in the plan persuades us of that today.",
        "acute_services engagement proposal",
    ),
    (
        "The plan will come to both councils again in April 2017, with the numbers behind it. If we are not "
        "satisfied then we shall say so.",
        "governance delivery commitment",
    ),
    ("Councillor Honor Whitcombe, Leader, Tarrowshire County Council", ""),
    ("Councillor Desmond Akehurst, Leader, Tarrowmouth City Council", ""),
)

REPORT_1 = (
    """
# 1 Purpose and recommendations

§ This report puts before Members the Sustainability and Transformation Plan for Tarrowshire, as submitted to
NHS England on 21 October 2016. The county council is one of eleven partners. [[none]]

§ Cabinet is asked to:

(a) note the plan and the financial assumptions at Appendix 1; [[none]]
(b) agree that the council should enter into pooled arrangements for intermediate care from April 2017, as
described at paragraph 5.3; [[commissioning integrated_community_care delivery proposal]]
(c) ask the Health Overview and Scrutiny Committee to examine the proposals for hospital services before any
consultation begins. [[acute_services engagement proposal]]

# 2 Background

§ Tarrowshire has 870,000 residents, of whom 244,000 live in the city of Tarrowmouth. By 2021 there will be
31,000 more people aged over 70 and no more people of working age. [[none]]

§ The partners are NHS North Tarrow CCG, NHS South Tarrow CCG, NHS Tarrowmouth CCG, Tarrowmouth Hospitals NHS
Foundation Trust, North Tarrow District Hospital NHS Trust, Tarrowshire Partnership NHS Trust, Tarrow
Community Services, the two councils, the ambulance service and the federation of general practices. [[none]]

§ Members will recall the Care for Tomorrow programme of 2012, which proposed the closure of two community
hospitals and was withdrawn. Officers have been clear with NHS colleagues about the lessons.
[[community_hospitals context]]

"""
    + NO_DECISION.strip().replace("Nothing", "§ Nothing", 1)
    + """

# 3 What the plan proposes for hospitals

§ Tarrowmouth City General has {790 beds|beds 790} and North Tarrow District Hospital {510|beds 510}. Both
plan on the basis that occupancy should not exceed 92 per cent; in January it reached 99. [[hospital_capacity
context]]

§ Under the plan, the two hospitals would between them have {1,220 beds|beds 1220 down by 2020} in March 2021
against {1,300|beds 1300} today. The reduction of {80|beds 80 down} is planned for the final two years and
depends on the investment in home care at section 5. [[hospital_capacity integrated_community_care delivery
commitment]]

§ The plan sets out the following for particular services:

* Stroke: the hyper-acute unit will be at Tarrowmouth City General from September 2017. Rehabilitation will
stay at both hospitals. [[acute_services delivery commitment]]
* Vascular surgery and neonatal intensive care: NHS England's specialised commissioners are reviewing whether
three centres in the region should become two. Tarrowmouth hopes to remain one of them. [[specialised_services
aspiration]]
* Maternity and paediatrics at North Tarrow:
** four options are being modelled, of which one retains a consultant-led unit with a rota shared across both
hospitals; [[acute_services aspiration]]
** no option has been preferred and none will be before May 2017; [[acute_services delivery context]]
** travel times have been measured for every village, and the longest, from Upper Sallow, would be 71 minutes
by car. [[acute_services context]]
* Planned surgery: a single elective centre, at a place to be decided, would carry out {11,000|activity 11000}
operations a year. [[acute_services proposal]]

§ Neither accident and emergency department will close. The chief executives of both trusts have confirmed
this to officers in writing. [[acute_services commitment]]

§ The five community hospitals have {118 beds|beds 118}. The plan says that these will be "re-purposed around
the needs of localities", and officers have asked what this means. We are told that the wards at Sallowbridge
({20 beds|beds 20}) and Eastmere ({16 beds|beds 16}) would be replaced by home-based intermediate care in
2018/19, and that the remaining three would be refurbished. [[community_hospitals delivery commitment]]

# 4 General practice and prevention

§ There are 104 practices, with {478|staff 478} doctors where there were {512|staff 512} in 2013. Six are in
council-owned premises. [[numbers_cost estates context]]

"""
    + EXTENDED_ACCESS.strip().replace("By March", "§ By March", 1)
    + """

§ The federation has a plan to form twelve primary care homes, each serving between 50,000 and 90,000 people.
The CCGs will fund a manager and a pharmacist for each from July 2017, at {£1.9m|money 1.9e6} a year.
[[general_practice roles_skills finance delivery commitment]]

§ Public health is the council's duty and the part of the plan over which Members have most say. The proposals
are as follows:

* Smoking. The service will move its offer into hospital clinics and aim for {3,200|activity 3200} quitters a
year by 2019, from 2,100. [[prevention delivery commitment]]
* Alcohol. Two teams of three, one at each hospital, will work with people who come back more than five times
a year. [[prevention proposal]]
* Falls. Officers will seek to extend the home safety check carried out by firefighters to all those over 80.
[[prevention aspiration]]
* Children. A healthy weight programme in the forty primary schools with the highest rates of obesity will
begin in September 2017. [[prevention delivery commitment]]

§ Members should be aware that the public health grant falls by {9.6 per cent|percent 9.6 down} over the same
years. The plan does not replace it. [[prevention finance context]]

# 5 Care at home

§ On an average day {142|beds 142} people in the two hospitals are ready to leave and cannot. The reasons, in
order, are waiting for a home care package, for a community bed, and for an assessment.
[[integrated_community_care hospital_capacity context]]

§ Discharge to assess began in Tarrowmouth in May and will be extended to the county in January 2017. Trusted
assessors will act for thirty care homes, so that a matron need not drive to the hospital to see what she
could have been told. [[integrated_community_care delivery commitment]]

§ It is proposed to pool {£48m|money 48e6} of council and CCG spending on intermediate care and reablement
under a section 75 agreement, hosted by the council, from April 2017. The Better Care Fund would be brought
within it in 2018. [[commissioning integrated_community_care finance delivery commitment]]

§ The home care market is fragile. Three providers have handed back contracts this year, with {1,140|activity
1140} hours a week between them. The council will move to payment for outcomes in four districts from October
2017 and will raise the hourly rate to {£17.20|money 17.2}. [[integrated_community_care contracts_payment
finance delivery commitment]]

# 6 Mental health and learning disability

§ Tarrowshire Partnership proposes to replace two outdated wards at the Limes with a new unit of {36 beds|beds
36} beside Tarrowmouth City General, opening in 2019, at a capital cost of {£21m|money 21e6}. [[mental_health
estates finance delivery commitment]]

§ A joint team for children in care will be set up with the council by April 2017. Waiting times for child and
adolescent mental health stand at 23 weeks; the plan's aim is six. [[mental_health delivery commitment]]

§ Twenty-six people with a learning disability remain in hospitals outside the county. The partners will bring
{eighteen|population 18} of them home by March 2019 and the council is finding the tenancies. [[mental_health
delivery commitment]]

§ Officers welcome the proposal that dementia advisers should be attached to every primary care home. It has
no funding at present. [[mental_health finance context]]
"""
)

REPORT_2 = """
# 7 Workforce

§ The NHS partners and their contractors employ {19,400|staff 19400} whole-time equivalents and the two
councils a further {2,300|staff 2300} in social care. Appendix 2 gives the partners' projection.
[[numbers_cost context]]

§ Turnover among care assistants is {34 per cent|percent 34} a year. The partners will set up a joint care
academy at Tarrow College, open from September 2017, with a single induction that every employer accepts.
[[recruitment_retention roles_skills delivery commitment]]

§ Proposals include:

* a shared staff bank for the two hospitals, which is expected to save {£4.5m|money 4.5e6} a year on agency
staff; [[numbers_cost finance commitment]]
* 90 apprenticeships in nursing each year, paid for from the levy; [[roles_skills commitment]]
* district council housing for 60 nurses on the former barracks site; [[recruitment_retention estates
commitment]]
* joint training for social workers and district nurses; [[roles_skills proposal]]
* a programme of leadership in place for the top hundred managers of all partners. Officers would prefer to
see the money spent on supervisors. [[culture_leadership context]]

# 8 Digital and estates

§ The Tarrowshire Care Record will link general practice, hospital and social care systems. The council's
system was connected in August; the last trust will be connected by November 2017. [[shared_records delivery
commitment]]

§ Information governance has been agreed. Residents may opt out, and 611 have. [[shared_records context]]

§ Assistive technology: the council will fit sensors in {2,000|activity 2000} homes by 2018, so that families
and carers can see that somebody has got up, opened the fridge and gone to bed. [[digital_services delivery
commitment]]

§ The One Public Estate partnership has reviewed {286|sites 286} public buildings. It proposes:

* to bring the CCGs' offices into County Hall by June 2017, saving {£0.7m|money 0.7e6} a year in rent;
[[estates finance delivery commitment]]
* to build a health and wellbeing centre at Eastmere with a library, a pharmacy and two practices, for
{£8.4m|money 8.4e6}; [[estates general_practice finance commitment]]
* to release land for about 420 homes, including the whole of the Limes; [[estates proposal]]
* to reduce void space charged to the CCGs from {£3.3m|money 3.3e6} to below {£1m|money 1e6 down by 2019} by
2019. [[estates finance delivery commitment]]

# 9 How the system would be organised

§ The three CCGs will establish a joint committee with delegated powers in January 2017 and intend to have a
single chief officer by October. Merger is not proposed at this stage. [[commissioning delivery commitment]]

§ The two hospital trusts have signed an agreement to share pathology, pharmacy, estates and payroll services.
The business case for a shared pathology laboratory estimates a saving of {£5.2m|money 5.2e6} a year.
[[provider_collaboration finance commitment]]

§ The plan refers in seven places to an accountable care system. Officers' understanding is that this would
mean a single budget for the population, shared between commissioners and providers, under an agreement rather
than a new body. It should not be entered into unless the council has a vote upon it. [[contracts_payment
governance proposal]]

§ Governance. The Transformation Board is chaired by the chief executive of Tarrowmouth Hospitals. The two
council chief executives attend; no elected Member does. It is recommended that the Health and Wellbeing Board
should receive the Board's papers and should be able to require it to explain its decisions. [[governance
proposal]]

# 10 Consultation

§ The plan was prepared without public involvement and in part without ours. A summary was published on 21
October. Healthwatch Tarrowshire will run {ten|activity 10} public conversations in November and December and
will publish what is said. [[engagement delivery commitment]]

§ Trade unions were briefed on 12 October and have asked for a standing forum, to which the partners have
agreed. [[engagement context]]

# 11 Risks

§ The principal risks to the council are these:

* Financial: that savings in hospitals are made by moving cost to social care. The section 75 agreement will
include a risk share, capped for the council at {£2m|money 2e6} in any year. [[contracts_payment finance
commitment]]
* Delivery: that beds are reduced before home care has grown. [[hospital_capacity integrated_community_care
delivery context]]
* Legal: that a decision is made without proper consultation and is overturned. [[engagement delivery
context]]
* Reputational: that the council is held responsible for decisions it did not make. [[none]]

# 12 Financial implications

§ If no action were taken, the NHS in Tarrowshire would be {£268m|money 268e6 by 2020} in deficit by 2020/21.
The councils' own gap in social care and public health is {£74m|money 74e6 by 2020}. Together these make
{£342m|money 342e6 by 2020}. [[finance context]]

§ The plan identifies {£231m|money 231e6 by 2020} of savings and assumes {£37m|money 37e6 by 2020} of national
transformation money. Officers have tested the savings and would describe {£120m|money 120e6} as likely,
{£70m|money 70e6} as possible and the rest as arithmetic. [[finance delivery context]]

§ Capital of {£103m|money 103e6} is sought, of which {£55m|money 55e6} is for the elective centre.
[[acute_services finance proposal]]

# 13 Value and variation

§ The NHS RightCare packs show that Tarrowshire spends {£14m|money 14e6} a year more than similar places on
musculoskeletal care and {£6m|money 6e6} more on respiratory medicines, without better results. A single
referral service for hips, knees and backs will open in April 2017, at which physiotherapists will see
patients first. [[productivity_variation finance delivery commitment]]

§ The CCGs intend to stop paying for eleven procedures of limited value, among them grommets and cosmetic
surgery to varicose veins. Members may expect letters. [[productivity_variation proposal]]

# 14 Legal and equality implications

§ The council may review and, if need be, refer to the Secretary of State any substantial variation of health
services. Nothing in the memorandum of understanding that accompanies the plan takes that power away, and
officers advise against signing any later version that does. [[governance context]]

§ A full equality analysis has not been made. The partners have undertaken to make one for each proposal
before consultation, with particular regard to people without a car, who are {one household in five|percent
20} overall and two in five in the eastern wards. [[engagement proposal]]

# 15 Officers' assessment

§ There is more in this plan to welcome than to fear. Its account of how older people fall between hospital
and home is the best that officers have read, and the remedy is one that the council has asked for since 2012.
[[integrated_community_care context]]

§ It is weakest on money and on time. It asks for home care to grow in the two years in which the councils'
own savings are greatest. It sets out 64 milestones, of which 41 fall in the financial year 2017/18, and names
an owner for nine. [[delivery finance context]]

§ Members may therefore wish to support the direction, withhold support from any reduction in beds until the
home care is there to be counted, and ask for a further report in April 2017. [[hospital_capacity
integrated_community_care delivery proposal]]
"""

COSTS = [
    ["£ million", *YEARS],
    ["NHS do-nothing deficit", "52", "107", "163", "216", "268"],
    ["Councils' care and public health gap", "11", "26", "42", "58", "74"],
    ["Together", "63", "133", "205", "274", "342"],
    ["Efficiency in providers", "(24)", "(51)", "(78)", "(104)", "(128)"],
    ["Demand managed outside hospital", "(2)", "(13)", "(29)", "(44)", "(57)"],
    ["Elective centre and clinical networks", "0", "0", "(6)", "(15)", "(24)"],
    ["Shared services and estate", "(1)", "(6)", "(12)", "(18)", "(22)"],
    ["National transformation funding", "(14)", "(18)", "(24)", "(31)", "(37)"],
]
COST_LABELS = [
    "finance context",
    "finance context",
    "finance context",
    "finance commitment",
    "integrated_community_care finance commitment",
    "acute_services finance commitment",
    "provider_collaboration estates finance commitment",
    "finance context",
]
PEOPLE = [
    ["Whole-time equivalents", *YEARS],
    ["Registered nurses and midwives", "5,610", "5,650", "5,690", "5,700", "5,700"],
    ["Doctors in hospitals", "1,690", "1,700", "1,715", "1,725", "1,730"],
    ["General practitioners", "478", "480", "488", "500", "515"],
    ["Therapists and scientists", "2,140", "2,180", "2,230", "2,280", "2,320"],
    ["Support and administration", "9,482", "9,390", "9,277", "9,145", "9,035"],
    ["All", "19,400", "19,400", "19,400", "19,350", "19,300"],
]
DELIVERY = [
    ["Action", "By", "Lead"],
    ["Section 75 agreement for intermediate care", "April 2017", "Director of Adult Care, county council"],
    ["Options for maternity and paediatrics published", "May 2017", "Medical Director, North Tarrow"],
    ["Hyper-acute stroke unit opens", "September 2017", "Chief Operating Officer, Tarrowmouth"],
    ["Care academy takes its first students", "September 2017", "Principal, Tarrow College"],
    ["Last trust joins the care record", "November 2017", "Chief Information Officer, CCGs"],
    ["Home-based care replaces Sallowbridge and Eastmere wards", "March 2019", "Tarrow Community Services"],
]


def _furnish(page: Page) -> None:
    page.running("Tarrowshire County Council", 62, 42)
    page.running("Cabinet, 8 November 2016, item 7", page.width - 62, 42, "right")
    page.running(f"{page.number} of 9", page.width - 62, page.height - 34, "right")


def _flow(document: Document) -> Column:
    return Column(furnished(document, A4, [(62, 72, 471, 780)], _furnish), LOOK)


def _cover(document: Document) -> None:
    page = document.page(A4)
    _furnish(page)
    page.rect(62, 90, 471, 4, fill=INK)
    column = page.column(62, 110, 471, 780)
    column.para("Report to Cabinet", style=Style(_H, 13, 17, after=10))
    column.para(
        "Tarrowshire Sustainability and Transformation Plan", style=Style(_H, 24, 30, "bold", INK, after=20)
    )
    column.table(
        [
            ["Meeting", "Cabinet, Tuesday 8 November 2016"],
            ["Report of", "Deputy Chief Executive and Director of Communities"],
            ["Portfolio", "Adult care and public health"],
            ["Key decision", "Yes, in part (recommendation b)"],
            ["Wards affected", "All"],
            ["Annexed", "Letter of the leaders; appendices 1 to 3"],
        ],
        [26, 74],
        heads=0,
        rules="none",
        align="ll",
        pad=4,
    )
    column.space(14)
    column.para(f"**{MARK}**", "none")
    column.para(
        "There is no county of Tarrowshire. This report, its figures and its people were made up to test a "
        "program that reads plans.",
        "none",
    )


def _letter(document: Document) -> None:
    page = document.page(A4, picture=True)
    look = Style("Times", 13, 18, after=14)
    column = page.column(84, 120, 427, 790)
    for number, (text, notation) in enumerate(LETTER):
        if number == len(LETTER) - 2:
            column.space(34)
        column.para(text, notation, style=look)


def compose(contents: list[tuple[str, int, int]]) -> Document:
    """The document; it has no contents list."""
    document = Document(ID, FOOTPRINT, TITLE, "Tarrowshire County Council", LOOK, tagged=True)
    _cover(document)
    _letter(document)
    column = _flow(document)
    column.write(REPORT_1)
    column.write(REPORT_2)
    column = _flow(document)
    column.heading("Appendix 1: the finances")
    column.table(COSTS, [40, 12, 12, 12, 12, 12], counts="money 1e6", rules="none", labels=COST_LABELS, pad=4)
    column.heading("Appendix 2: the workforce")
    column.table(
        PEOPLE,
        [40, 12, 12, 12, 12, 12],
        counts="staff",
        rules="none",
        pad=4,
        labels=["numbers_cost commitment"] * 6,
    )
    column.heading("Appendix 3: who will do what, and when")
    column.table(
        DELIVERY,
        [46, 18, 36],
        align="lll",
        rules="none",
        pad=4,
        labels=[
            "integrated_community_care commissioning delivery commitment",
            "acute_services delivery commitment",
            "acute_services delivery commitment",
            "roles_skills delivery commitment",
            "shared_records delivery commitment",
            "community_hospitals integrated_community_care delivery commitment",
        ],
    )
    return document
