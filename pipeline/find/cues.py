"""The words by which a sentence shows its mood: who undertakes, wishes, proposes, asks, or only tells.

Reads a sentence, gives the names of the cues that it shows. The lists are written for small letters; what
depends on capitals (names of places) is looked for in the sentence as printed.
"""

import re
from functools import lru_cache

from pipeline.find.dates import MONTHS, dates

_ADVERB = (
    r"(?: (?:also|all|both|then|now|together|jointly|further|each|only|initially|already"
    r"|currently|still|always|likely|ultimately|therefore|thus|[a-z]+ly))*"
)
_SOFT_VERBS = (
    "continue support focus champion seek strive aim explore consider look need want help encourage promote "
    "enable endeavour foster embed recognise value listen learn ensure think play require depend mean inform "
    "maximise feel reflect build_on work_(?:with|together|towards|closely|in|to) take_(?:account|into) "
    "have_(?:the|a)_(?:right|voice|say) be_(?:able|at_the_heart|needed|required|key|important|central|"
    "considered|explored|supported|encouraged|focus\\w*|asked|a_)"
)
_FORETELLING = (
    "need require face depend determine involve emerge vary affect outstrip worsen mean see result_in "
    "lead_to allow impact limit lessen provide_(?:impetus|opportunit) "
    "place_(?:an?_)?(?:\\w+_)?(?:demand|strain|pressure|burden)s? benefit arise occur differ "
    "come_(?:about|from) set_the_(?:boundaries|scene|context) not_be_(?:willing|able) (?:not_)?diminish "
    "fall_(?:in)?to_the become_(?:more|increasingly|less) continue_to_(?:grow|rise|increase|be|do) "
    "have_(?:an?_)?(?:\\w+_)?(?:role|impact|effect|implications?|consequences?) "
    "be_(?:dependent|influenced|affected|faced|subject|difficult|challenging|unable|unlikely|likely|needed) "
    "be_(?:found|seen|felt|shown|required|placed_on|vital|different|crucial|essential|critical)"
)
"""What follows a "will" that foretells and undertakes nothing."""
_PRESSURES = (
    "gap demand population prevalence deficit shortfall pressures? people_(?:aged|living|with) "
    "priorit(?:y|ies) priority_areas challenges? requirements? barriers? number_of_(?:people|"
    "patients|older|adults|children) residents_aged costs?_of_(?:doing|care) need_for"
)
"""What nobody undertakes to raise, so that its rise is foretold."""
_VERBS_UNDER_WAY = (
    "recruiting building moving procuring commissioning developing introducing establishing closing "
    "opening piloting replacing investing merging rolling"
)
_IMPERATIVES = (
    "establish create develop deliver implement introduce roll reduce increase close open move merge "
    "recruit build extend expand publish appoint complete launch agree set train invest bring provide "
    "commission procure replace redesign centralise consolidate transfer offer put give run fund pay sell "
    "dispose start stop make use ask link share pilot test review consider explore consult report adopt "
    "apply drop analyse identify align standardise strengthen improve promote support ensure enable embed "
    "maximise have include keep avoid do_not check write prepare hold raise secure define map explain "
    "clarify scale tackle address protect adapt evaluate upskill mobilise negotiate upgrade prioritise "
    "simplify "
    "continue introducing expanding implementing establishing developing creating recruiting training "
    "commissioning delivering piloting rolling_out using"
)
_OTHERS = (
    "trusts commissioners ccgs systems providers practices boards employers organisations councils icbs icss "
    "stps government governments everyone local_authorities national_bodies all_\\w+"
)


def _any(words: str) -> str:
    """Words as alternatives of an expression; an underscore stands for a space."""
    return "|".join(words.split()).replace("_", " ")


_PATTERNS = {
    "will": (
        r"\b(?:will?|shall|won['’]t)\b|\b(?:agreed|pledged|decided|resolved|undertaken|promised) to"
        r" (?!(?:work|a|an|the|this|that|these|explore|consider|discuss|support|look)\b)[a-z]+|['’]ll\b"
        r"|\b(?:is|are) (?:to|going to) (?!(?:date|us|them|blame)\b)[a-z]+"
        r"|\bdue to (?:open|close|start|begin|be|go|move|finish|complete|report)\b"
    ),
    "soft": (
        rf"\b(?:will|shall|['’]ll)\b{_ADVERB} (?:{_any(_SOFT_VERBS)})"
        r"|\b(?:hope|believe|think|feel|envisage)s? (?:that )?[^.;]{1,80}\bwill\b"
    ),
    "foretold": (
        rf"\b(?:will|would|shall)\b{_ADVERB} (?:{_any(_FORETELLING)})\b"
        r"|\b(?:is|are) (?:expected|projected|forecast|predicted|estimated|likely|set) to (?:grow|rise"
        r"|increase|fall"
        r"|decline|double|reach|exceed|be|become|continue)\b"
        rf"|\b(?:{_any(_PRESSURES)})\b[^.;]{{0,60}}\b(?:will|would|(?:is|are) (?:expected|projected"
        rf"|forecast|likely|set) to)\b{_ADVERB} (?:be|grow|rise|increase|reach|exceed|double|fall|remain"
        rf"|have)\b"
        r"|\b(?:projections?|projected|forecasts?|predict(?:s|ed|ions?)|estimated|assumptions?)\b"
        r"|^(?!.*\bwill\b.*\bwill\b).*\b(?:(?:that|who|whether|how|what|where|when)"
        r"|of (?:which|whom)(?: \S+){0,3}) will\b"
        rf"|\b(?:this|it|these|they|which)\b will{_ADVERB} (?:{_any(_SOFT_VERBS)})\b"
        r"|^(?!.*\bwill\b.*\bwill\b).*\b(?:was|were|has|have|had)\b.*\bwhich will\b"
        r"|\bthere will(?: not)? be (?:an? )?(?:\w+ ){0,2}(?:surplus|shortfall|gap|shortage|deficit"
        r"|need|demand|pressures?|challenges?|differences?|impacts?)\b"
    ),
    "agreed": (
        r"\bha(?:s|ve|d) (?:\w+ ){0,4}?(?:agreed|decided|resolved|undertaken|confirmed|approved"
        r"|signed up)\b|\b(?:agreed|resolved|undertak(?:e|es|en)|voted|pledge[sd]?"
        r"|decided) (?:\w+ ){0,4}?(?:to|that)\b|\bapproved\b"
        r"|\bsigned off\b|\bguarantee[sd]?\b|\bresolved\b"
    ),
    "under_way": (
        rf"\b(?:is|are){_ADVERB} being \w+|\bunder ?way\b|\bin progress\b|\b(?:is"
        rf"|are){_ADVERB} (?:{_any(_VERBS_UNDER_WAY)})\b"
        r"|\broll-?out\b|\bgo(?:es)?[- ]live\b|\bgoing live\b|\b(?:starts|begins|opens|moves|closes"
        r"|transfers|ceases)\b"
    ),
    "wish": (
        r"\b(?:wants?|wanted|wish(?:es)?|hop(?:e|es|ing)|aim(?:s|ing)?|ambitions?|aspir\w+|vision|strive"
        r"|committed to|keen|imagine|champion|would like|would favour|would welcome|would prefer|should like"
        r"|should welcome|seek(?:s|ing)? to|^\W*(?:[0-9]{1,2}[.)]\s*)?(?:focus(?:ing)? on"
        r"|(?:improv|strengthen|support|promot|ensur|reduc|encourag|rais|increas|tackl|maximis)ing)\b"
        r"|our (?:goal|intention|dream)|work(?:ing)? towards"
        r"|looking forward)\b|['’]d like\b|^\W*to (?:be|become|have|give every)\b"
        r"|\bfor (?:people|patients|everyone|every|all|our|staff|children)\b[^.;]{0,60} to\W*$"
    ),
    "explore": (
        r"\b(?:explor\w+|considering|consider|under consideration|options?|short ?list\w*|long ?list"
        r"|apprais\w+|feasib\w+|might|could|may (?:wish|want)|whether|look(?:ing)? (?:at"
        r"|into)|potential(?:ly)?|possib\w+|discussing|talks|examining|investigating|reviewing"
        r"|review (?:the|how|whether)|under review|scop(?:es|ing)|thinking|think about|encouraged"
        r"|no decision|not (?:yet )?decided|premature|to be (?:determined|confirmed|decided)"
        r"|(?:is|are|being) (?:looked|examined|modelled|reviewed|explored))\b|\?"
    ),
    "open": (
        r"\b(?:is|are|being) (?:being )?(?:considered|explored|assessed|examined|modelled|looked at|reviewed"
        r"|discussed|debated)\b|\bunder (?:review|consideration|discussion)\b|\b(?:yet|remains?|still) to be "
        r"(?:decided|determined|agreed|confirmed|made|resolved)\b|\bno (?:firm |final )?(?:decisions?"
        r"|conclusions?)\b"
        r"|\b(?:not|nothing|none|no option)(?: \w+){0,3} (?:decided|ruled out)\b|\b(?:discussions"
        r"|talks) (?:have"
        r" (?:begun|started)|are|continue)\b|\bscope (?:to|for)\b|\bmight\b|\bcould be possible\b"
    ),
    "propose": (
        r"\b(?:we|i|it is|partners|team|board|committee|trusts?|council|ccgs?) (?:\w+ ){0,2}?(?:propos"
        r"|recommend|suggest)\w*|\bpropos(?:e|es|ing)\b|\b(?:is|are) (?:proposed|recommended|suggested)\b"
        r"|(?<!guidance )(?<!guideline )\brecommends?\b|\bto recommend\b|\b(?:the|our) (?:proposal"
        r"|recommendation|intention|plan"
        r"|advice) is\b|\bplans? to\b|\bput forward\b|\bintends?\b|\bplanning to\b|\bpreferred option\b"
        r"|\b(?:we|be) asked? that\b|\basks? that\b|\blet the\b|\bbid for\b"
    ),
    "would": r"\bwould\b|['’]d (?:be|have)\b",
    "should": (
        r"\b(?:(?:should|must)(?! (?:also )?be (?:regarded|noted|read|treated|seen|interpreted"
        r"|remembered)\b)|ought|(?<!they )(?<!who )(?<!the )(?<!any )(?<!no )(?<!a )needs? to"
        r"|it is (?:essential|vital|crucial|imperative|important)(?= (?:that|to))(?! to (?:note"
        r"|remember|recognise|understand)))\b"
        r"|\b(?:is|are|be) (?:required|asked|urged|advised|invited|obliged) to\b"
        r"|\b(?:is|are|be) expected to\b(?! (?:grow|rise|increase|fall|decline|double|reach|exceed|be"
        r"|become|continue|have|cost|remain)\b)|\bexpected that\b"
    ),
    "no_change": (
        r"\bno plans? to\b|\b(?:will|shall) (?:not|remain|stay|keep|continue to be)\b|\bno change to\b"
        r"|\b(?:there are|there is|makes?) no (?:plans?|proposals?|intention)\b|\bnot propose any\b"
    ),
    "past": (
        r"\b(?:was|were|had|did|has been|have been|ha(?:s|ve) (?:now |already |since )?[a-z]+(?:ed|en|wn"
        r"|lt|ut|de|ne)|rose|fell|grew|spent|took|gave|came|went|began|became"
        r"|(?<!be )(?<!being )(?<!is )(?<!are )(?<!to )(?:[a-z]{3,}ed (?:an?|the|that|their|its|his|her|it"
        r"|how"
        r"|whether)|made|found|saw|said|told|held|left|met|ran|heard|averaged|brought|built|closed|opened"
        r"|moved"
        r"|merged|launched|introduced|received|reported|noted|asked|completed|shut|delivered|reduced))\b"
    ),
    "present": (
        r"\b(?:is|are|has|have|does|do|can|cannot|stands?|remains?|costs?|spends?|faces?|lacks?|shows?"
        r"|means|employs?|serves?|covers?|includes?|provides?|accounts?)\b"
    ),
    "if": (
        r"\b(?:if|unless|were we to|provided that|assuming|assumes?|in the event|scenario"
        r"|do(?:ing)?[- ]nothing|without action)\b"
    ),
    "first_person": r"\b(?:we|our|us|i)\b",
    "others": (
        rf"\b(?:{_any(_OTHERS)}) (?:should|must|need|ought|is expected|will need|may wish|might"
        r"|are (?:expected|asked|required|encouraged))\b"
    ),
    "quality": (
        r"\b(?:high(?:er)?[- ]quality|excellent|best|better|improved?|sustainable|resilient|integrated"
        r"|seamless|holistic|person-centred|compassion\w*|world[- ]class|proud|empower\w*|kind\w*"
        r"|respect\w*|culture|transform\w*|have access)\b|\bthere (?:needs? to|should|must) be\b"
    ),
    "preferred": (
        r"\bpreferred (?:option|model|site|way forward)\b|\b(?:decision[- ]making|full) business case\b"
        r"|\(preferred\)"
    ),
    "arrow": r"→|➔|➜|⇒|->",
}
_ASIDE = re.compile(
    r"\b(?:how|(?:the )?way(?: in which)?|what|something|where|when|than|whether) (?:[^\W\d]+ ){1,5}"
    r"(?:should|must|needs? to)\b"
)
"""A clause that asks for nothing: "sets out how the service needs to change"."""
_AIM_IS_TO = re.compile(
    r"(\b(?:ambition|aspiration|aim|vision|goal|purpose|objective|challenge|priority|focus|task|hope"
    r"|intention|plan"
    r"|proposal"
    r"|question|role|key|need)s? (?:of [^.;]{1,40} )?(?:is|are|was) )to\b"
)
"""What makes "is to" no undertaking: "our ambition is to"."""
_CUES = {name: re.compile(pattern) for name, pattern in _PATTERNS.items()}
_DAY_NAMES = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Easter Christmas"
_NO_PLACES = (
    f"NHS GPs? STPs? A I CCGs? ICBs? ICSs? CEOs? SROs? English England Board Trust Council Plan Committee "
    f"Members AI IT HR PDF A&E ED MDTs? PCNs? {MONTHS} {_DAY_NAMES}"
)
_NAME = re.compile(
    rf"(?<=[a-z,;’'] )(?:the )?(?!(?:{_any(_NO_PLACES)})\b)[A-Z][\w’'-]+(?: (?:of |and |the )?[A-Z][\w’'-]+)*"
)
_BODIES = re.compile(
    r"\b(?:the|our) (?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|[0-9]+) (?:[\w-]+ )?(?:ccgs|trusts"
    r"|councils|federations|boroughs|commissioners|providers|boards)\b[^.;]{0,40} (?:will|to|are|have)\b"
)
"""A set of bodies that is counted, and so known: "the three CCGs have agreed"."""
_FIGURE = re.compile(
    r"[£]\s?[0-9]|[0-9]\s?(?:%|per cent)|(?<![\w./-])[0-9][0-9,]*(?![\w/-])"
    r"|(?<!the )(?<!our )(?<!both )(?<!all )(?<!of )"
    r"\b(?:two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|thirty|forty|fifty|sixty"
    r"|a third|a quarter|a fifth|half|two-thirds)\b",
    re.I,
)
_TIME = (
    f"{_any(MONTHS.lower())}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|spring|summer|autumn"
    f"|winter|easter|"
    r"christmas|year|month|week|quarter|20[0-4][0-9]|q[1-4]"
)
_EDGE = r"(?:the )?(?:end of |start of |first |last |next |new |[0-9]{1,2}(?:st|nd|rd|th)? )?"
_WHEN = re.compile(
    rf"\b(?:by|from|in|until|before|after|during|this|next|on|early|late|mid|end of"
    rf"|of)[ -]{_EDGE}(?:{_TIME})\b"
    r"|\bwithin (?:the )?\w+ (?:weeks?|months?|years?|days?)\b"
)
_AHEAD = re.compile(rf"\b(?:by|from|until|this|next|before)[ -]{_EDGE}(?:{_TIME})\b")
_IMPERATIVE = re.compile(rf"\W*(?:(?:[0-9]{{1,2}}|[a-z])[.)]\s*)?(?:to )?(?:{_any(_IMPERATIVES)})\b")


@lru_cache(maxsize=2048)
def cues(sentence: str, published: str = "") -> frozenset[str]:
    """The cues that a sentence shows in a plan of the date ``published``. ``figure``, ``date`` and ``name``
    are what makes an undertaking a commitment; ``ahead`` is a time set before it ("by March", "from July")
    or a planned date."""
    small = _ASIDE.sub(" ", _AIM_IS_TO.sub(r"\1 ", sentence.lower()))
    seen = {name for name, pattern in _CUES.items() if pattern.search(small)}
    planned = any(each.planned for each in dates(sentence, published))
    if _FIGURE.search(sentence):
        seen.add("figure")
    if planned or _WHEN.search(small):
        seen.add("date")
    if planned or _AHEAD.search(small):
        seen.add("ahead")
    if _NAME.search(sentence) or _BODIES.search(small):
        seen.add("name")
    if _IMPERATIVE.match(small):
        seen.add("imperative")
    return frozenset(seen)
