"""References: what a resident quotes, such as `MB-4K7-9QX-2HDN`.

A reference is the letters of its service, nine characters drawn by chance (43 bits) and a check
character. There are no vowels, so that none spells a word, and no L, S or Z, which are easily
taken for digits.
"""

import re

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

from commonwheel.core.problems import Failure

# 28 characters: 29 is prime, as the check (ISO 7064, modulus M+1,M) asks.
ALPHABET = "0123456789BCDFGHJKMNPQRTVWXY"
RANDOM_BYTES = 16
_DRAWN = 9
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "Z": "2", "S": "5"})
_MOST_CHARACTERS = 60
_READ = re.compile(rf"(?P<letters>[A-Z]{{1,4}})(?P<body>[0-9A-Z]{{{_DRAWN + 1}}})", re.ASCII)


class NotEnoughChance(Failure):
    """Fewer random bytes were passed in than a reference needs."""

    def __init__(self, found: int) -> None:
        super().__init__(f"A reference needs {RANDOM_BYTES} random bytes, not {found}.")
        self.found = found


class NotAReference(Failure):
    """What was typed is no reference, or has a slip in it."""

    def __init__(self, found: str) -> None:
        super().__init__("Check your reference and enter it again. It looks like MB-4K7-9QX-2HDN")
        self.found = found


_BEGINNING = re.compile(rf"[A-Z]{{1,4}}(-[{ALPHABET}-]{{0,12}})?", re.ASCII)


def make_reference(letters: str, *, random: bytes) -> str:
    """
    Return a new reference.

    Args:
        letters: one to four capital letters, such as `MB`: the pattern's `case.reference`.
        random: at least 16 bytes of good chance, of which 43 bits are used.

    Raises:
        NotEnoughChance: there are fewer bytes.
    """
    if len(random) < RANDOM_BYTES:
        raise NotEnoughChance(len(random))
    # 128 bits over 28 to the 9th: no character is likelier than another by more than 2 to the -84th.
    number = int.from_bytes(random)
    drawn = ""
    for _ in range(_DRAWN):
        number, place = divmod(number, len(ALPHABET))
        drawn += ALPHABET[place]
    return _write(letters, drawn + mod_37_36.calc_check_digit(drawn, ALPHABET))


def read_reference(text: str) -> str:
    """
    Return the one written form of a reference that somebody typed or read out.

    Forgives lower case, spaces, missing or wrong punctuation, and O for 0, I or L for 1, Z for 2, S for 5.

    Raises:
        NotAReference: it has not the form, or its check character says that there is a slip.
    """
    if len(text) > _MOST_CHARACTERS:
        raise NotAReference(text[:_MOST_CHARACTERS])
    found = _READ.fullmatch(re.sub(r"[\W_]", "", text).upper())
    if not found:
        raise NotAReference(text)
    body = found["body"].translate(_LOOKALIKES)
    try:
        return _write(found["letters"], mod_37_36.validate(body, ALPHABET))
    except ValidationError:
        raise NotAReference(text) from None


def read_beginning(text: str) -> str:
    """
    Return the beginning of a reference of which somebody typed the first part; letters alone will do.

    Forgives lower case, and spaces for dashes.

    Raises:
        NotAReference: no reference begins so.
    """
    beginning = text.upper().replace(" ", "-")
    if not _BEGINNING.fullmatch(beginning):
        raise NotAReference(text)
    return beginning


def _write(letters: str, body: str) -> str:
    return f"{letters}-{body[:3]}-{body[3:6]}-{body[6:]}"
