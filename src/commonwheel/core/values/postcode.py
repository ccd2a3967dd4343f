"""Postcodes: brought to their one written form, such as `BN1 1AA`."""

import re

from commonwheel.core.problems import Failure

# No second half holds C, I, K, M, O or V (docs/sources.md#postcode-format).
_POSTCODE = re.compile(
    r"(?P<outward>[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRV-Y])|GIR)"
    r"(?P<inward>[0-9][ABD-HJLNP-UW-Z]{2})"
)
_MOST_CHARACTERS = 40
_DIGIT_FOR_LETTER = str.maketrans({"O": "0", "I": "1", "L": "1"})


class NotAPostcode(Failure):
    """What was typed is no postcode of the United Kingdom."""

    def __init__(self, found: str) -> None:
        super().__init__("Enter a full UK postcode, such as BN1 1AA")
        self.found = found


def normalise(text: str) -> str:
    """
    Return the one written form of a postcode: upper case, one space before the last three.

    Spaces, full stops, hyphens and brackets are forgiven, and a letter O, I or L typed for the
    digit that begins the last three.

    Raises:
        NotAPostcode: it has not the form of a postcode. Whether it exists is another question.

    Source:
        docs/sources.md#postcode-format
    """
    if len(text) > _MOST_CHARACTERS:
        raise NotAPostcode(text[:_MOST_CHARACTERS])
    typed = re.sub(r"[\s.,()\[\]_–-]", "", text).upper()
    repaired = typed[:-3] + typed[-3:-2].translate(_DIGIT_FOR_LETTER) + typed[-2:]
    found = _POSTCODE.fullmatch(repaired)
    if not found:
        raise NotAPostcode(text)
    return f"{found['outward']} {found['inward']}"
