"""`commonwheel adopt`."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.on_node import as_json_option, council_called, on_node, say, wrong

if TYPE_CHECKING:
    from commonwheel.apps.adoption.api import Fetched
    from commonwheel.apps.services.api import ServiceView
    from commonwheel.core.patterns.model.settings import OptionsSetting, Setting


@click.command()
@click.argument("what", metavar="PUBLISHER/NAME[@VERSION]")
@click.option("--for", "council", required=True, metavar="COUNCIL", help="The council's slug, or its current GSS code.")
@click.option(
    "--set", "given", multiple=True, metavar="NAME=VALUE",
    help="A setting; those that each council decides for itself are asked for where they are not given.",
)  # fmt: skip
@click.option("--phone", default="", help="Number for help with this service; the council's own where not given.")
@click.option("--hours", default="", help="When somebody answers it, such as “Monday to Friday, 9am to 5pm”.")
@click.option("--hours-cy", default="", help="The same in Welsh.")
@click.option("--slug", default="", help="Its place in addresses; the service's own name where not given.")
@as_json_option
@on_node
def adopt(
    *,
    what: str,
    council: str,
    given: tuple[str, ...],
    phone: str,
    hours: str,
    hours_cy: str,
    slug: str,
    as_json: bool,
) -> None:
    """
    Take a service from a shared library for COUNCIL: found, its signature checked, a draft at once.

    The draft is seen by the council's staff and not by residents. Its people look at it, change what is their own,
    and put it live when those who must have signed it off.

    Exits with 0 where the draft is there, also from before; 1 where it was refused and nothing is changed; 2 where
    it was called wrongly.
    """
    from django.utils import timezone

    from commonwheel.apps.adoption import api as adoption
    from commonwheel.core.packages.naming import read_wanted
    from commonwheel.foundation.audit import SYSTEM
    from commonwheel.foundation.scope import council_scope

    settings = dict(_pair(text) for text in given)
    found = council_called(council)
    now = timezone.now()
    offer = adoption.find_offer(read_wanted(what))
    _tell(f"Fetching {offer.full_name} {offer.version} from {offer.commons} …", quiet=as_json)
    fetched = adoption.fetch_anywhere(offer, now=now)
    asked = [one for one in adoption.asked_of(fetched.release.bundle) if one.id not in settings]
    settings |= _answers(asked) if sys.stdin.isatty() and not as_json else {}
    with council_scope(found.id):
        made = adoption.adopt(
            found, fetched, given=settings, slug=slug, phone=phone, phone_hours=hours, phone_hours_cy=hours_cy,
            actor=SYSTEM, now=now,
        )  # fmt: skip
    examples = _examples(fetched)
    say(_words(made, found.name, offer.state, offer.reason, examples), _json(made, examples), as_json=as_json)


# Private


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        wrong(f"“{text}” gives no setting. Write --set NAME=VALUE.")
    return name.strip(), value.strip()


def _tell(words: str, *, quiet: bool) -> None:
    if not quiet:
        click.echo(words, err=True)


def _answers(asked: Sequence["Setting"]) -> dict[str, str]:
    """Ask for each setting at the terminal; what stands there to try the service with is shown."""
    if asked:
        click.echo("Each council decides these for itself.")
    return {one.id: _choices(one) if one.type == "options" else _answer(one) for one in asked}


def _answer(setting: "Setting") -> str:
    answer: str = click.prompt(_question(setting), default=_default(setting), type=str)
    return answer


def _choices(setting: "OptionsSetting") -> str:
    """Ask for choices one at a time until an empty one; where the first is empty, what stands there to try it."""
    click.echo(f"{_question(setting)}: type one and Enter, and Enter alone after the last.")
    tried = [option.label for option in setting.default]
    click.echo(f"Enter alone now takes these: {', '.join(tried)}.")
    given: list[str] = []
    while typed := click.prompt("", default="", show_default=False, prompt_suffix="> ").strip():
        given.append(typed)
    return "\n".join(given or tried)


def _question(setting: "Setting") -> str:
    return (setting.label or setting.id) + (f" ({setting.hint})" if setting.hint else "")


def _default(setting: "Setting") -> str:
    value: Any = setting.default
    if setting.type == "money":
        return f"{value / 100:.2f}"
    if setting.type == "yes-no":
        return str(value).lower()
    return str(value)


def _examples(fetched: "Fetched") -> list[str]:
    return sorted(fetched.release.bundle.examples)


def _words(made: "ServiceView", council: str, state: str, reason: str, examples: Sequence[str]) -> str:
    stands = "live already" if made.is_live else "a draft: residents do not see it yet"
    lines = [f"{council} has {made.title_in('en')} {made.version}. It is {stands}."]
    if state == "deprecated":
        lines.append(f"Its publisher advises against it: {reason}")
    lines.append(f"It comes with {len(examples)} example journeys: {', '.join(examples)}.")
    lines.append("Look at it, change what is yours and put it live on the staff pages, under Services.")
    return "\n".join(lines)


def _json(made: "ServiceView", examples: Sequence[str]) -> dict[str, Any]:
    return {
        "service": made.slug,
        "name": made.pattern_name,
        "version": made.version,
        "digest": made.digest,
        "is_live": made.is_live,
        "examples": list(examples),
    }
