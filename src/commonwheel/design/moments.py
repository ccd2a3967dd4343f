"""Days, times and amounts as residents read them, in English or Welsh."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext


def day(when: date | datetime) -> str:
    """Return `23 November 2026`, or `23 Tachwedd 2026` in Welsh."""
    local = _local(when) if isinstance(when, datetime) else when
    return _day(date(local.year, local.month, local.day), "cy" if get_language() == "cy" else "en_GB")


@lru_cache(maxsize=4_096)
def _day(when: date, locale: str) -> str:
    # Lists show the same few days many times, and the library reads its pattern anew each time.
    return format_date(when, "d MMMM y", locale=locale)


def clock(when: datetime) -> str:
    """Return `2:05pm`; `midday` and `midnight` in words, as people misread 12am."""
    local = _local(when)
    if local.minute == 0 and local.hour in {0, 12}:
        return gettext("midday") if local.hour else gettext("midnight")
    suffix = pgettext("after noon", "pm") if local.hour >= 12 else pgettext("before noon", "am")  # noqa: PLR2004  # noon
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{suffix}"


def moment(when: datetime) -> str:
    """Return `23 November 2026 at 2:05pm`."""
    return gettext("%(day)s at %(time)s") % {"day": day(when), "time": clock(when)}


def pounds(pence: int) -> str:
    """Return `£1,234` or `£1,234.50` for an amount in pence."""
    sign, amount = ("−" if pence < 0 else ""), abs(pence)
    whole, part = divmod(amount, 100)
    return f"{sign}£{whole:,}" + (f".{part:02}" if part else "")


def _local(when: datetime) -> datetime:
    return timezone.localtime(when) if timezone.is_aware(when) else when
