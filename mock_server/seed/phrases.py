"""The words that made seeds are made of; chance chooses, and is given."""

from datetime import date
from random import Random

FEEDBACK_GROUP = "Feedback Message Recipients"

_FIRST_NAMES = (
    *("Abdul", "Aminata", "Alimamy", "Bintu", "Fatmata", "Foday", "Hawa", "Ibrahim"),
    *("Isata", "Kadiatu", "Mariama", "Mohamed", "Musu", "Saidu", "Sorie", "Yeabu"),
)
_SURNAMES = (
    *("Bangura", "Bundu", "Conteh", "Fofanah", "Jalloh", "Kallon", "Kamara", "Kanu"),
    *("Koroma", "Lansana", "Mansaray", "Sankoh", "Sesay", "Turay", "Vandi", "Yillah"),
)
_DISTRICTS = (
    *("Bo", "Bombali", "Bonthe", "Kailahun", "Kambia", "Kenema", "Koinadugu", "Kono"),
    *("Moyamba", "Port Loko", "Pujehun", "Tonkolili"),
)
_PLACES = (
    *("Baoma", "Benduma", "Bumpe", "Falaba", "Gerihun", "Jimmi", "Koribondo"),
    *("Lungi", "Mattru", "Njala", "Rokel", "Sumbuya", "Tikonko", "Yele"),
)
_FACILITIES = ("CHC", "CHP", "MCHP", "Clinic", "Hospital")
_DATA = (
    *("Mortality", "Malaria", "Immunisation", "Antenatal care", "Nutrition", "ART"),
    *("Inpatient morbidity", "Life-saving commodities", "Staffing", "TB"),
)
_MATTERS = (
    "{data} data for {month}",
    "{data} reporting rates",
    "Late {data} reports",
    "Training on {data}",
    "Question about {data}",
    "{data}: new form from {month}",
)
_PROBLEMS = (
    "Cannot open the {data} data set",
    "Password does not work",
    "{data} totals look wrong for {month}",
    "Application is slow since {month}",
    "Missing facility in {data}",
)
_OPENINGS = (
    "Hello, the {data} data for {month} is not complete yet. Can you have a look?",
    "Please send the {data} report for {month} before the end of the week.",
    "I have entered {data} for {month}, but two values seem too high. Is that right?",
    "The form for {data} was changed in {month}; use the new one from now on.",
    "Who is responsible for {data} at our facility since {month}?",
)
_ANSWERS = (
    "Yes, it has been reported.",
    "Thank you, I will check and come back to you.",
    "Done for {month}.",
    "Not yet, we are waiting for the register.",
    "OK",
    "We had no network for three days; the {data} figures come tomorrow.",
    "The totals are right: there was a campaign in {month}.\nRegards",
)
_AGENTS = (
    "User-agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0",
    "User-agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0",
    "User-agent: com.dhis2/3.2.0/Android_14",
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def person(chance: Random) -> tuple[str, str]:
    """Return a first name and a surname."""
    return chance.choice(_FIRST_NAMES), chance.choice(_SURNAMES)


def district(number: int) -> str:
    """Return the name of a district."""
    return _numbered(_DISTRICTS, number)


def facility(number: int) -> str:
    """Return the name of a facility."""
    kind = _FACILITIES[number % len(_FACILITIES)]
    return f"{_numbered(_PLACES, number)} {kind}"


def group(number: int) -> str:
    """Return the name of a group of users."""
    return f"{_numbered(_DISTRICTS, number)} health team"


def subject(chance: Random) -> str:
    """Return what a private conversation is about."""
    return _filled(chance.choice(_MATTERS), chance)


def problem(chance: Random) -> str:
    """Return what a ticket is about."""
    return _filled(chance.choice(_PROBLEMS), chance)


def message(chance: Random, *, first: bool) -> str:
    """Return the text of a message, the first of its conversation or an answer."""
    return _filled(chance.choice(_OPENINGS if first else _ANSWERS), chance)


def agent(chance: Random) -> str:
    """Return the note on the program that sent a message."""
    return chance.choice(_AGENTS)


def notice(kind: str, importance: str, day: date, chance: Random) -> tuple[str, str]:
    """Return subject and text of what the server itself writes."""
    data = chance.choice(_DATA)
    if kind == "VALIDATION_RESULT":
        count = chance.randint(1, 9)
        text = f"{count} {importance.lower()} violations in {data}"
        return f"Validation violations as of {day}", f"{text}, found on {day}."
    if kind == "SYSTEM_VERSION_UPDATE":
        return "System update available", f"A new version was found on {day}."
    return f"{data} analytics failed", f"The job {data!r} ended with an error on {day}."


def _filled(text: str, chance: Random) -> str:
    return text.format(data=chance.choice(_DATA), month=chance.choice(_MONTHS))


def _numbered(names: tuple[str, ...], number: int) -> str:
    """Return the name at a place of the endless row that begins with `names`."""
    around, at = divmod(number, len(names))
    return f"{names[at]} {around + 1}" if around else names[at]
