"""Merrin Coast: a public brochure by a communications team, in three columns.

Untagged; the crop box lies inside the sheet; an infographic whose big numbers stand far from their
labels, and were all drawn before them; narrow columns with hyphenation.
"""

from ..boilerplate import EXTENDED_ACCESS, HOME_FIRST, NO_DECISION
from ..kit import A4, MARK, Column, Document, Frame, Look, Page, Style

ID = "merrin-coast-2016-12"
FOOTPRINT = "S05"
TITLE = "Your health, your coast: our plan for Merrin Coast"
KIND = "plan"
PUBLISHED = "2016-12-05"
NOTE = "three columns; crop box inside the sheet; infographic with numbers far from their labels"

_H = "Helvetica"
BLUE, CORAL, FOAM = "#005f8a", "#d9534f", "#e6f2f7"
LOOK = Look(
    body=Style(_H, 10.6, 14.6, after=7, hyphens=True),
    headings=(
        Style(_H, 25, 30, "bold", BLUE, after=4),
        Style(_H, 13, 16, "bold", CORAL, before=9, after=4),
        Style(_H, 10.6, 14.6, "bold", BLUE, before=4, after=2),
    ),
    table=Style(_H, 8.6, 11),
    caption=Style(_H, 8.6, 11.4, "bold", BLUE, after=4),
    footnote=Style(_H, 7.2, 9),
    furniture=Style(_H, 8, 10, colour="#6b8794"),
    indents=(11, 10),
    head_fill="#cfe4ee",
    curly=True,
)
INTRO = Style(_H, 12.5, 17, colour=BLUE, after=6)
CROP = 18
COLUMNS = (48.0, 218.0, 388.0)
COLUMN_WIDTH = 156

WELCOME = (
    """
## Hello

Thank you for picking this up. It is the short version of a long document: our five-year plan for health and
care along the coast, from Lantry Bay to Sandhallow and in the hills behind. [[none]]

It has been put together by ten organisations that you may know better by their buildings than by their names.
We run the hospitals, the surgeries, the ambulances, the home care and the clinics, and we look after 720,000
of you, and many more in August. [[none]]

## Why things have to change

Our hospitals were built for a younger coast. One in four of us is over 65 and by 2021 it will be nearer one
in three. More of us live with two or three long-term conditions at a time. [[none]]

We love our NHS, and it is straining. Last winter, on the worst night, {61|population 61} people waited on
trolleys in our two emergency departments until morning. Forty hospital doctors' posts are empty. So are
{280|staff 280} nurses' posts. [[recruitment_retention context]]

Then there is the money. If we all carry on exactly as now, then by the spring of 2021 we will be spending
{£187 million|money 187e6 by 2020} a year more than we have. [[finance context]]

## Our big idea

It is a simple one. Most care should happen where you live. Hospitals should be for what only hospitals can
do. [[integrated_community_care aspiration]]

## What this plan is not

"""
    + NO_DECISION.strip()
    + """

There is no plan to close either emergency department. There is no plan to charge for anything. And no, we are
not selling the hospital. [[acute_services commitment]]

## How to read it

Each page tells you what you told us, what we are going to do, and by when. Where we have not made up our
minds we say so. [[none]]
"""
)

NUMBERS = (
    ("£187m", "what we would be short each year by 2020/21 if nothing changed", "finance context"),
    ("1 in 3", "of us will be over 65 by 2021", "none"),
    (
        "970",
        "hospital beds on the coast today: 560 at St Mary's, 410 at Sandhallow",
        "hospital_capacity context",
    ),
    (
        "146",
        "people ready to go home, on an average day, who are still in hospital",
        "hospital_capacity integrated_community_care context",
    ),
    ("280", "nursing posts with nobody in them", "recruitment_retention context"),
    ("73", "general practices, working in nine coastal and country groups", "general_practice context"),
)

CLOSER = (
    """
## You told us

“I don't need a hospital. I need someone to come round in the morning and someone else at night, and for them
to know about each other.” Visitor, Lantry Bay show [[integrated_community_care engagement context]]

## A team for every community

Nine community teams will be up and running by October 2017. Each will have nurses, therapists, social
workers, a mental health worker and a voluntary sector connector, sharing a base and a list. If you are one of
the 14,000 people we think are at greatest risk, they will ring you before you ring them.
[[integrated_community_care delivery commitment]]

### The rapid response car

From this January a nurse and a therapist will answer urgent calls between 8am and 10pm within two hours. In
the trial they kept {seven people in ten|percent 70} at home. [[integrated_community_care delivery
commitment]]

### Leaving hospital

"""
    + HOME_FIRST.strip()
    + """

## Your GP surgery

"""
    + EXTENDED_ACCESS.strip()
    + """

* Your surgery may be joining with others. You will keep your own doctor; you may see more of the nurse, the
pharmacist and the physiotherapist. [[general_practice roles_skills proposal]]
* Four surgeries on short leases in Merrinport will move to one new health centre on Quay Street in 2019. It
will cost {£11.5 million|money 11.5e6} to build. [[general_practice estates finance delivery commitment]]
* Your pharmacist can treat eleven common ailments without a prescription from May 2017. [[general_practice
delivery commitment]]

## Staying well

Small things matter. We will train {5,000|staff 5000} staff, from porters to paramedics, to say one useful
sentence about smoking, drinking, weight or loneliness, and tell people where to go next. [[prevention
roles_skills commitment]]

* Beach Steps: walking groups in 30 towns and villages by 2018, one for each of our surgeries' waiting lists
for knees. [[prevention delivery commitment]]
* The NHS health check on wheels, at markets, docks and chalet parks. [[prevention proposal]]
* We want to make Merrin Coast smoke-free by 2030. [[prevention aspiration]]
"""
)

HOSPITALS = """
## You told us

Two thirds of those who answered would travel further for an operation that would not be cancelled. Almost
nobody would travel further in an emergency. [[acute_services engagement context]]

## Two strong hospitals

St Mary's in Merrinport and Sandhallow General will both go on having an emergency department, day and night.
What will change is that they will act as one team. [[acute_services provider_collaboration proposal]]

* **Planned operations.** Hips, knees and cataracts would be done at Sandhallow, in four new theatres with {48
beds|beds 48} that no emergency can take. [[acute_services hospital_capacity commitment]]
* **Stroke.** The first three days at St Mary's, from March 2018. Then home, or the unit nearest to home.
[[acute_services delivery commitment]]
* **Heart attacks.** By ambulance straight to St Mary's, as now. [[none]]
* **Children.** We are looking at whether one overnight ward, and a day unit in the other hospital, would be
safer than two wards that cannot always be staffed. [[acute_services aspiration]]

## Will there be fewer beds?

A few, later, and only if the community teams do what we think they will. We expect to need {930|beds 930 down
by 2020} instead of {970|beds 970} by the end of 2020/21. We will not take out a single one until there has
been no corridor care for three months. [[hospital_capacity delivery commitment]]

## Specialist care

Some treatment is so specialised that it has to be done in a few places. Children's heart surgery and major
burns already take you out of county. NHS England will review where adult kidney and liver surgery is done in
2017, and we will publish what we tell them. [[specialised_services engagement delivery commitment]]

## Our community hospitals

Pinnock has {22 beds|beds 22} and Lantry Bay has {16|beds 16}. Pinnock's will stay. At Lantry Bay we cannot
find nurses for the nights: the ward has been shut since August, for safety. We will ask you in the new year
about three ideas, including opening it again with the hospice. [[community_hospitals engagement delivery
commitment]]

Minor injury units will open later, until 10pm, in both, from Easter. [[community_hospitals delivery
commitment]]

## Waiting less

* One referral office for the whole coast: you choose the shortest queue. [[productivity_variation proposal]]
* Half of hospital follow-ups are routine. By April 2018 you will be able to ring for one when you want it
instead of being sent for when you do not. [[productivity_variation delivery commitment]]
* We will stop doing what does not work, and say so. [[productivity_variation aspiration]]
"""

MINDS_AND_PEOPLE = """
## Mind and body

There were {1,730|activity 1730} trips to our emergency departments last year by people in a mental health
crisis. Most came after six in the evening, when everything else was shut. [[mental_health context]]

* Two safe havens, in Merrinport and Sandhallow, open from 6pm to 2am every day of the year from April 2017.
[[mental_health delivery commitment]]
* A mental health nurse in the ambulance control room. [[mental_health proposal]]
* Help for new mothers: a specialist community team of {twelve|staff 12} by 2018. [[mental_health delivery
commitment]]
* Every child referred for self-harm will be seen within 24 hours. [[mental_health prevention proposal]]
* Memory cafés in all nine communities. [[mental_health proposal]]

## The people who care for you

Nursing here should be an easy thing to sell: have you seen the beach? But flats are let to holidaymakers, and
our nurses rent caravans. [[recruitment_retention context]]

* Come and Stay: {150|staff 150} homes for staff on NHS land at Sandhallow, the first of them in 2018.
[[recruitment_retention estates delivery commitment]]
* One job application for all ten organisations. [[recruitment_retention proposal]]
* A Merrin nursing degree, with Southmere University, for {80|staff 80} students a year from September 2017.
[[roles_skills delivery commitment]]
* We spend {£26 million|money 26e6} on agency staff; we will halve it by March 2019. [[numbers_cost finance
delivery commitment]]
* A staff wellbeing hub with counselling, a choir and a sea-swimming club. [[culture_leadership proposal]]

## Smarter, simpler, online

You should have to tell your story once. By December 2017 the ambulance, the surgery, the ward and the social
worker will see the same summary of your record, if you agree. [[shared_records delivery commitment]]

* Book, cancel, order, ask: the MyMerrin app comes to every surgery in 2017. [[digital_services
general_practice delivery commitment]]
* Skype clinics for diabetes. Yes, really. [[digital_services proposal]]
* Free wi-fi in every waiting room by June. [[digital_services delivery commitment]]

## Buildings

We look after {94|sites 94} buildings and about a third of the space is not used for patients. We will sell
eight that we do not need, and every pound of the {£13 million|money 13e6} will go back into care here.
[[estates finance commitment]]
"""

MONEY = """
## Where the money goes

We spend {£1.3 billion|money 1.3e9} a year on health and care for you. That is about £1,800 for every man,
woman and child. Nobody is cutting it: it will rise to {£1.4 billion|money 1.4e9 up by 2020}. It is just that
what we need will rise faster. [[finance context]]

## How we close the gap

The table shows where the {£187 million|money 187e6 by 2020} will come from. The largest part is running
things better. We have asked ourselves hard whether it can be done, and the honest answer is: most of it.
[[finance aspiration]]

* The two hospital finance, personnel and IT teams become one by April 2018. [[provider_collaboration delivery
commitment]]
* We will buy together: there are 31 kinds of surgical glove. [[provider_collaboration proposal]]
* New buildings need {£72 million|money 72e6} of national capital. We have asked. [[estates finance proposal]]

## Who is in charge?

Our three clinical commissioning groups are moving to a single team, with one boss, in 2017. Buying of
services with the councils will be done through one committee. [[commissioning delivery commitment]]

By 2020 we would like to be an accountable care system: one budget, one set of aims, and everyone answerable
to you for both. [[contracts_payment aspiration]]

A programme board meets each month, and from January its papers will be on our website and its doors will be
open. [[governance engagement delivery commitment]]
"""

GAP_ROWS = [
    ["In 2020/21", "£m"],
    ["Running our services better", "84"],
    ["Care closer to home", "31"],
    ["Hospitals working as one", "22"],
    ["Medicines and fewer needless tests", "17"],
    ["Prevention", "4"],
    ["National transformation money", "29"],
    ["The whole gap", "187"],
]
GAP_LABELS = [
    "finance commitment",
    "integrated_community_care finance commitment",
    "acute_services finance commitment",
    "productivity_variation finance commitment",
    "prevention finance commitment",
    "finance context",
    "finance context",
]

STEPS = (
    (
        "December 2016",
        "This plan is published. Tell us what you think by 31 January.",
        "engagement delivery commitment",
    ),
    (
        "January 2017",
        "Rapid response cars on the road. Board papers online.",
        "integrated_community_care governance delivery commitment",
    ),
    (
        "February and March",
        "Twenty-two drop-in sessions; a stall at each market.",
        "engagement delivery commitment",
    ),
    (
        "April",
        "Safe havens open. Minor injury units open later.",
        "mental_health community_hospitals delivery commitment",
    ),
    (
        "June",
        "We publish options for children's wards and for Lantry Bay.",
        "acute_services community_hospitals engagement delivery commitment",
    ),
    (
        "September",
        "Formal consultation, for at least twelve weeks, if one is needed.",
        "engagement delivery commitment",
    ),
    ("March 2018", "Stroke care moves to St Mary's.", "acute_services delivery commitment"),
)

QUESTIONS = """
## Questions we are asked

### Is this about cuts?

It is about spending money that we have on care that works. Some things will stop. We will always say which.
[[finance aspiration]]

### Did patients help to write it?

Some did: 38 members of our citizens' panel met five times. That is not enough, and it is why we are asking
now. [[engagement context]]

### What if there is no money to build?

Then the new theatres at Sandhallow will be later or smaller. The community teams do not depend on it.
[[acute_services integrated_community_care finance delivery context]]

### What are you most worried about?

Staff. If we cannot find 60 community nurses by October then everything else moves back.
[[recruitment_retention integrated_community_care delivery context]]
"""


PANELS = {
    "welcome": """
## A morning in 2021

Jean, 79, wakes at home in Pinnock. The sensor by her kettle tells her daughter that she is up. At ten the
nurse from her community team, who knows her, checks the blue folder that is now a tablet. Her new knee, done
at Sandhallow on the day that she was promised, is doing well. At eleven she leads Beach Steps. She has not
been in an emergency department for two years. [[integrated_community_care digital_services acute_services
aspiration]]

None of this is science fiction. All of it happens already, for somebody, somewhere on our coast. The plan is
to stop it being luck. [[none]]

## Who we are

NHS Merrin East, Merrin West and Sandhallow clinical commissioning groups; Merrin Coast Hospitals NHS Trust;
South Merrin Partnership NHS Foundation Trust; Merrin Borough Council; Southmere County Council; the coastal
ambulance service; the practices' federation; Healthwatch Merrin. [[none]]
""",
    "closer": """
## Meet Dev, voluntary sector connector

“I worked in a bank for thirty years. Now I sit with people who have been to their doctor twelve times in a
year, and I ask what they miss. It is hardly ever medicine. One man missed bowls. We found him bowls.”
[[integrated_community_care prevention context]]

We will pay for eighteen connectors, two for each team, until March 2020, through the Merrin Voluntary
Alliance. In the pilot, visits to the surgery by the people they met fell by {28 per cent|percent 28 down}.
[[integrated_community_care roles_skills delivery commitment]]
""",
    "hospitals": """
## The hard question: why not put everything in one place?

Doctors asked it, so we looked. One emergency hospital would be easier to staff and could save {£15
million|money 15e6} a year. It would also put 110,000 people, and every visitor west of Lantry Bay, more than
an hour from help in August traffic. We turned it down in July and it is not coming back in this plan.
[[acute_services finance commitment]]

What we shall do instead is move the doctors: from April 2018 all new consultants in eleven specialties will
be appointed to both hospitals. [[acute_services recruitment_retention delivery commitment]]
""",
    "minds": """
## What our staff asked for

In September we put one question to all 11,900 of our staff: what would make you stay? More than four thousand
answered. [[engagement recruitment_retention context]]

* **Somewhere to live** that costs less than half of my pay. [[recruitment_retention context]]
* **A rota** that I get six weeks before and not six days. From June 2017 every ward will have one.
[[numbers_cost recruitment_retention delivery commitment]]
* **A boss** who has done my job. Every ward manager will have two days a week free of the rota to lead, at a
cost of {£1.8 million|money 1.8e6}. [[culture_leadership finance commitment]]
* **A computer** that starts in under a minute. We have ordered 2,400. [[digital_services commitment]]

## A word about your data

Your record belongs to you. It is never sold. You can see who has looked at it, and from 2018 you will be able
to do so on your telephone. [[shared_records digital_services delivery commitment]]
""",
    "money": """
## What a pound buys

* Ten minutes with a GP costs us about {£45|money 45}. A visit from the community nurse costs {£52|money 52}.
A night in hospital costs {£346|money 346}. [[finance context]]
* The five million tablets that we throw away each year cost {£2.4 million|money 2.4e6}. A pharmacist in each
of our 130 care homes will cut that by half by 2018. [[productivity_variation finance delivery commitment]]
* Missed appointments cost {£3.9 million|money 3.9e6}. Text reminders begin in all clinics in February.
[[digital_services finance delivery commitment]]
* The councils will spend {£9 million|money 9e6} less on care for older people in 2017/18 unless the rules
change. We have not hidden this in the sums; it is on top of them. [[finance integrated_community_care
context]]

## Sharing the risk

From April 2017 the hospital trust and the clinical commissioning groups will agree a fixed sum for the year
in place of payment for each patient. If fewer people need hospital, the trust will not lose by it. If more
do, the first {£5 million|money 5e6} is shared equally. [[contracts_payment finance delivery commitment]]
""",
}


def _furnish(page: Page) -> None:
    page.rule(48, 806, 544, 806, BLUE, 0.8)
    page.running("Your health, your coast", 48, 820)
    page.running(str(page.number), 544, 820, "right")


def _spread(document: Document, title: str, intro: str, script: str, bottom: float, panel: str) -> Column:
    """A wide heading and introduction, three columns that end at ``bottom``, and a panel below."""
    page = document.page(A4, crop=CROP)
    _furnish(page)
    top = page.column(48, 44, 496, 200)
    top.heading(title)
    top.para(intro, style=INTRO)
    start = top.y + 6

    column = Column(iter([Frame(page, x, start, COLUMN_WIDTH, bottom) for x in COLUMNS]), LOOK)
    column.write(script)
    page.closing.append(lambda: _panel(page, bottom + 18, panel))
    return column


def _panel(page: Page, y: float, script: str) -> None:
    """A tinted panel across the page, as high as its text."""
    column = page.column(64, y + 8, 464, 796, place="sidebar")
    column.write(script)
    page.rect(48, y, 496, column.y - y + 6, fill=FOAM)


def _cover(document: Document) -> None:
    page = document.page(A4, crop=CROP)
    page.rect(0, 0, 595, 842, fill=FOAM)
    page.polygon([(0, 420), (150, 380), (320, 430), (470, 385), (595, 425), (595, 842), (0, 842)], BLUE)
    column = page.column(56, 120, 480, 380)
    column.para("Your health, your coast", style=Style(_H, 40, 47, "bold", BLUE, after=12))
    column.para(
        "Our plan for health and care in Merrin Coast, 2016 to 2021", style=Style(_H, 17, 22, colour=CORAL)
    )
    column = page.column(56, 560, 480, 800)
    white = Style(_H, 12, 16, colour="#ffffff", after=8)
    column.para("A summary for everyone who lives, works or stays here", style=white)
    column.para("December 2016", style=white)
    column.para(f"**{MARK}**", "none", style=white)
    column.para(
        "Merrin Coast was made up to test a program that reads plans. So were its figures.",
        "none",
        style=white,
    )


def _infographic(document: Document) -> None:
    page = document.page(A4, crop=CROP)
    _furnish(page)
    page.column(48, 44, 496, 120).heading("Merrin Coast in six numbers")
    first = len(page.blocks)
    for number, (figure, _, _) in enumerate(NUMBERS):
        y = 110 + number * 112
        page.disc(118 + 26 * (number % 2), y + 38, 52, BLUE if number % 2 else CORAL)
        column = page.column(64 + 26 * (number % 2), y + 20, 108, y + 70, group=f"n{number}")
        column.para(
            figure, style=Style(_H, 27 if len(figure) < 6 else 25, 32, "bold", "#ffffff", align="centre")
        )
    for number, (_, label, notation) in enumerate(NUMBERS):
        y = 110 + number * 112
        page.rule(172 + 26 * (number % 2), y + 38, 378, y + 38, "#9bb8c5")
        column = page.column(386, y + 18, 150, y + 90, group=f"n{number}")
        column.para(label, notation)
    page.pair_up(first)


def _steps(document: Document) -> None:
    page = document.page(A4, crop=CROP)
    _furnish(page)
    column = page.column(48, 44, 496, 200)
    column.heading("What happens next")
    column.para("Seven dates for your fridge door.", style=INTRO)
    for number, (when, what, notation) in enumerate(STEPS):
        y = 120 + number * 46
        page.disc(62, y + 12, 8, CORAL)
        if number < len(STEPS) - 1:
            page.arrow(62, y + 20, 62, y + 48, BLUE)
        page.column(84, y + 2, 120, y + 44).para(f"**{when}**")
        page.column(210, y + 2, 334, y + 44).para(what, notation)
    _panel(page, 456, QUESTIONS)


def compose(contents: list[tuple[str, int, int]]) -> Document:
    """The document; it has no contents list."""
    document = Document(ID, FOOTPRINT, TITLE, "Merrin Coast communications team", LOOK)
    _cover(document)
    _spread(
        document,
        "Welcome",
        "Ten organisations, one coast, and a plan that we would like you to argue with.",
        WELCOME,
        478,
        PANELS["welcome"],
    )
    _infographic(document)
    _spread(
        document,
        "Closer to home",
        "More care in your street, your surgery and your town.",
        CLOSER,
        547,
        PANELS["closer"],
    )
    _spread(
        document,
        "Our hospitals",
        "Two hospitals that stay, and stop pretending to be islands.",
        HOSPITALS,
        526,
        PANELS["hospitals"],
    )
    _spread(
        document,
        "Minds, people and machines",
        "What will make the rest possible.",
        MINDS_AND_PEOPLE,
        469,
        PANELS["minds"],
    )
    column = _spread(
        document, "The money", "Plainly, and with the awkward bits left in.", MONEY, 403, PANELS["money"]
    )
    column.table(GAP_ROWS, [78, 22], caption="Closing the gap", rules="rows", labels=GAP_LABELS)
    _steps(document)
    return document
