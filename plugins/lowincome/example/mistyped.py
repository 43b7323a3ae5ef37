"""How offices write the same person differently, and people they list whom we do not know."""

from datetime import date

from lowincome.example import names
from lowincome.example.chance import share, stream
from lowincome.example.entry import Entry, Past
from lowincome.example.people import Person, age
from lowincome.example.rows import Row

# a department's own list goes on with its slips month after month: share of its rows
SLIPS = (("digits_swapped", 0.006), ("surname_changed", 0.002), ("number_missing", 0.005), ("blank_in_name", 0.004))
X_MISSING, LOWER_X = 0.06, 0.2  # of the numbers that end with X
OLD_NUMBER, OLD_BOOKS, OLD_FROM = 0.04, ("disability", "rural_revitalisation", "health", "death"), 60
SOUNDS_LIKE = dict(zip("马李王张杨刘陈于吴者禹赫", "麻黎汪章阳柳程余伍折余贺", strict=True))
HOMONYM_EVERY = 9  # of those we do not know, every so many have the name of one of ours


def typed(feed: str, person: Person, month: date) -> tuple[str, str, str]:
    """Name and number as this department writes them, and which slip is in them (empty for none)."""
    name, number = person.name, person.id_number
    if not number:
        return name, "", ""
    draw = share("typed", feed, person.key)
    for slip, rate in SLIPS:
        if draw < rate:
            return *_with_slip(slip, name, number, share("where", feed, person.key)), slip
        draw -= rate
    if number.endswith("X") and (x := share("x", feed, person.key)) < X_MISSING + LOWER_X:
        return (name, number[:-1], "x_missing") if x < X_MISSING else (name, number.lower(), "lower_case_x")
    if feed in OLD_BOOKS and age(person, month) >= OLD_FROM and share("old number", feed, person.key) < OLD_NUMBER:
        return name, number[:6] + number[8:17], "old_number"
    return name, number, ""


def _with_slip(slip: str, name: str, number: str, where: float) -> tuple[str, str]:
    if slip == "digits_swapped":
        return name, _swapped(number, 6 + int(where * 10))
    if slip == "surname_changed":
        return SOUNDS_LIKE.get(name[0], "吴") + name[1:], number
    if slip == "number_missing":
        return name, ""
    return f"{name[0]} {name[1:]}", number


def _swapped(number: str, first: int) -> str:
    """Two neighbouring digits of birth date or order typed the wrong way round; never those of the county."""
    for place in (*range(first, 16), *range(6, first)):
        if number[place] != number[place + 1]:
            return number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    return number


def strangers(feed: str, count: int, ages: tuple[int, int], past: Past, first: int = 0) -> list[Person]:
    """People of the county who stand on no roster of ours, the same ones every month.

    Their numbers end on an order that the roster never gives, so that none of them is one of ours. ages: youngest, oldest.
    """
    found: dict[str, Person] = {}
    for index in range(first, first + count):
        chance = stream("stranger", feed, index)
        is_male = chance.random() < 0.5
        born = date(2020 - chance.randint(*ages), chance.randint(1, 12), chance.randint(1, 28))
        body = f"{names.PREFIX}{born:%Y%m%d}{'999' if is_male else '000'}"
        ethnicity = "回族" if chance.random() < 0.5 else "汉族"
        name = names.surname(chance, ethnicity) + names.given_name(chance, is_male, born.year)
        if index % HOMONYM_EVERY == 0:
            name = past.names[int(chance.random() * len(past.names))]
        number = body + names.check_digit(body)
        # one stranger a number: a second one born on the same day is left out
        found.setdefault(number, Person(f"{feed}/stranger/{index}", name, number, is_male, born, "", ethnicity))
    return list(found.values())


def unknown(person: Person, said: Row) -> Entry:
    """A row about somebody who is not of ours."""
    codes = list(names.townships())
    code = codes[int(share("lives in", person.key) * len(codes))]
    villages = names.villages(code)
    return Entry(person, names.townships()[code], villages[int(share("village of", person.key) * len(villages))], "", said)
