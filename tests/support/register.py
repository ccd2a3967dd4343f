"""The register of authorities that comes with Commonwheel, read once."""

import datetime as dt
from functools import cache
from pathlib import Path

import commonwheel
from commonwheel.core.places.register.reading import read_register
from commonwheel.core.places.register.register import Register
from commonwheel.core.places.responsibility import Arrangement, Ground

FILE = Path(commonwheel.__file__).parent / "apps" / "authorities" / "data" / "register.json"
TODAY = dt.date(2026, 6, 1)


@cache
def the_register() -> Register:
    return read_register(FILE.read_text(encoding="utf-8"))


def ground(on: dt.date | str = TODAY, *arrangements: Arrangement) -> Ground:
    """What is known on a day, with what councils agreed."""
    day = dt.date.fromisoformat(on) if isinstance(on, str) else on
    return Ground(the_register(), day, arrangements)
