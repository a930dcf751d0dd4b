"""The nouns that figures count, and the words that end a run of words after a figure.

Data and look-ups; ``counted`` reads text with them. A noun stands under its kind and unit in the plural, or
in the singular too where that is irregular. A noun of two words is joined by an underscore.
"""

from typing import NamedTuple


def _words(printed: str) -> list[str]:
    return printed.split()


_PLURALS = {
    ("beds", "beds"): "beds bedspaces cots",
    ("beds", "wards"): "wards",
    ("staff", "posts"): "posts jobs roles positions vacancies vacancy",
    (
        "staff",
        "people",
    ): """staff nurses doctors gps consultants midwives midwife paramedics pharmacists associates therapists
        physiotherapists radiographers radiologists practitioners visitors apprentices apprenticeships
        workers trainees registrars surgeons physicians anaesthetists psychologists psychiatrists
        clinicians employees geriatricians sonographers assistants carers administrators technicians
        endoscopists pathologists headcount matrons navigators scientists analysts dentists optometrists
        prescribers gp_partners managers colleagues volunteers coaches paediatricians obstetricians
        specialists coders graduates coordinators co-ordinators counsellors dietitians recruits starters
        leavers locums podiatrists audiologists orthoptists phlebotomists porters cleaners receptionists
        secretaries drivers fellows sisters officers advisers clerks engineers caseworkers hcas ahps anps acps
        odps""",
    ("activity", "attendances"): "attendances attenders",
    ("activity", "admissions"): "admissions readmissions re-admissions",
    ("activity", "appointments"): "appointments slots follow-ups",
    ("activity", "contacts"): "contacts",
    ("activity", "referrals"): "referrals",
    ("activity", "operations"): "operations",
    ("activity", "procedures"): "procedures replacements endoscopies colonoscopies",
    ("activity", "consultations"): "consultations",
    ("activity", "births"): "births deliveries",
    ("activity", "bed days"): "bed_days bed-days beddays",
    ("activity", "calls"): "calls",
    ("activity", "visits"): "visits",
    ("activity", "discharges"): "discharges",
    ("activity", "episodes"): "episodes spells",
    ("activity", "scans"): "scans screenings x-rays",
    ("activity", "prescriptions"): "prescriptions items",
    ("activity", "journeys"): "journeys conveyances transfers incidents",
    ("activity", "cases"): "day-cases day_cases cases",
    ("activity", "vaccinations"): "vaccinations immunisations",
    ("activity", "health checks"): "health_checks",
    ("sites", "hospitals"): "hospitals infirmaries infirmary",
    ("sites", "sites"): "sites campuses campus locations",
    ("sites", "practices"): "practices surgeries",
    ("sites", "hubs"): "hubs",
    ("sites", "centres"): "centres",
    ("sites", "care homes"): "care_homes nursing_homes residential_homes",
    ("sites", "clinics"): "clinics",
    ("sites", "pharmacies"): "pharmacies pharmacy",
    ("sites", "units"): "units mius utcs",
    ("sites", "departments"): "departments a&es eds",
    ("sites", "buildings"): "buildings premises properties property facilities facility houses blocks",
    ("sites", "theatres"): "theatres",
    ("sites", "hospices"): "hospices",
    ("sites", "laboratories"): "laboratories laboratory labs",
    ("sites", "bases"): "bases stations",
    (
        "population",
        "people",
    ): """people residents population populations adults children patients individuals persons households
        inhabitants pensioners smokers citizens users babies women men inpatients clients mye
        mothers infants teenagers pupils students veterans""",
}
_IRREGULAR = frozenset(
    _words("midwife campus pharmacy property facility laboratory infirmary vacancy hospice")
)
_NEVER_ONE = frozenset(
    _words("staff headcount premises population people children women men babies midwives a&es eds")
)
"""Words whose form does not tell one from many, or is plural without an s."""

GENERAL = frozenset(_words("population populations"))
"""Nouns that are never counted by a number before them: "a population of 650,000"."""


class Noun(NamedTuple):
    """A noun of the list with its kind and unit; ``one`` says that it stands in the singular."""

    kind: str
    unit: str
    one: bool


def _lexicon() -> dict[str, Noun]:
    found = {}
    for (kind, unit), forms in _PLURALS.items():
        for form in forms.replace("_", " ").split() if "_" not in forms else forms.split():
            name = form.replace("_", " ")
            found[name] = Noun(kind, unit, name in _IRREGULAR)
            if name.endswith("s") and name not in _NEVER_ONE:
                found.setdefault(name[:-1], Noun(kind, unit, True))
    return found


NOUNS = _lexicon()
PAIRS = frozenset(name.split()[0] for name in NOUNS if " " in name)
"""The first words of the nouns of two words."""

STOPS = frozenset(
    _words("""
    a about above across after against all along although am among an any are around as at away be because
    been before being below between both but by can cannot could did do does done down during each
    either every few for from had has have having he her here his how however i if in into is it its may
    might must near neither no nor not of off on once one or our out over own per said same she should
    since so some such than that the their them then there these they this those through throughout to
    too under until up upon very via was we were what when where whether which while who whom whose will
    with within without would you your yet only just also already now still minute minutes hour hours
    day days week weeks weekly month months monthly year years yearly annual age aged times percent
    including plus minus versus vs live lives living work works working use using need needs come comes
    came take takes took go goes went make makes made give gives given show shows shown say says see
    sees seen hold holds held get gets got know knows reach reaches reached rise rises rose fall falls
    fell close closes closed open opens opened become became remain remains run runs cover covers serve
    serves served affect affects employ employs left wait waits waiting join joined receive receives
    received deliver delivers spread spent spend owned set""")
)
"""Words that end the run of words after a figure: what stands beyond them is not what it counts."""

BEFORE_NOUN = frozenset(
    _words("one equivalent registered working live waiting annual yearly monthly weekly daily")
)
"""Stops that may yet stand between a figure and its noun: "26,000 registered patients"."""

GOES_ON = frozenset(
    _words("""
    manager managers rate rates group groups survey surveys bank trust trusts system systems record
    records list lists budget occupancy flow time times cost costs bill day days care management model
    models plan plans service services team teams board boards provider providers experience safety
    ratio side network networks satisfaction standard standards outcome outcomes member members health
    places engagement turnover morale sickness""")
)
"""Nouns that make the one before them a mere attribute: "120 hospital managers", "40 staff groups"."""

AMOUNTS = frozenset(
    _words("""
    number numbers base capacity count stock complement closure closures reduction reductions growth total
    requirement gap establishment increase increases rise fall loss addition
    equivalent supply type types mix impact change changes movement
    projection projections estimate estimates forecast forecasts""")
)
"""Nouns that stand between a noun and its number and change nothing: "a bed base of 600", "bed numbers"."""
