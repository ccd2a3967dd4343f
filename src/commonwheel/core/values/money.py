"""Money: whole pence, read from what people type and written as people read it."""

import re

from commonwheel.core.problems import Failure

_AMOUNT = re.compile(
    r"(?P<minus>-)?£?(?P<pounds>[0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.(?P<pence>[0-9]{2}))?", re.ASCII
)
_PENCE = re.compile(r"(?P<pence>[0-9]{1,6})p", re.ASCII)


class NotAnAmount(Failure):
    """What was typed is no amount of money."""

    def __init__(self, found: str) -> None:
        super().__init__("Enter an amount in pounds and pence, such as 12 or 12.50")
        self.found = found


def read_pounds(text: str) -> int:
    """
    Return the pence of an amount as people type it: `12`, `£12.50`, `1,234.00`, `50p`.

    Raises:
        NotAnAmount: it is anything else.
    """
    plain = "".join(text.split())
    if found := _PENCE.fullmatch(plain):
        return int(found["pence"])
    if not (found := _AMOUNT.fullmatch(plain)):
        raise NotAnAmount(text)
    pence = int(found["pounds"].replace(",", "")) * 100 + int(found["pence"] or 0)
    return -pence if found["minus"] else pence


def write_pounds(pence: int) -> str:
    """Return an amount as people read it: `£12`, `£12.50`, `-£1,234`; pence only where there are any."""
    pounds, rest = divmod(abs(pence), 100)
    minus = "-" if pence < 0 else ""
    return f"{minus}£{pounds:,}.{rest:02}" if rest else f"{minus}£{pounds:,}"
