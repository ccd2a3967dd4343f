"""`commonwheel council …`: the councils of this node."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.on_node import as_json_option, council_called, on_node, refuse, say
from commonwheel.cli.reorganising import rehearse, reorganise

if TYPE_CHECKING:
    from commonwheel.foundation.councils import CouncilView

TIERS = ("county", "district", "unitary", "metropolitan", "london", "combined")
COMPLIANCE = ("full", "partial", "none")
_DAY = click.DateTime(formats=["%Y-%m-%d"])
NATIONS = ("england", "scotland", "wales", "northern-ireland")


@click.group()
def council() -> None:
    """Add councils to this node, and open or close them to residents."""


@council.command()
@click.argument("slug")
@click.option("--name", required=True, help="As residents know it.")
@click.option("--name-cy", default="", help="Its name in Welsh.")
@click.option("--tier", required=True, type=click.Choice(TIERS), help="What kind of council it is.")
@click.option("--nation", default="england", show_default=True, type=click.Choice(NATIONS), help="Whose laws hold.")
@click.option("--gss-code", default="", help="Its code in official statistics, such as E06000043.")
@click.option("--language", "languages", multiple=True, type=click.Choice(("en", "cy")), help="Repeat for a second.")
@click.option("--phone", default="", help="Number for residents, as it is printed.")
@click.option("--email", default="", help="Address for residents.")
@click.option("--website", default="", help="Its website, with https://.")
@click.option("--host", default=None, help="Host name it has for itself, such as services.example.gov.uk.")
@click.option("--colour", default="", help="Its colour, such as #0c5a55.")
@as_json_option
@on_node
def add(*, slug: str, colour: str, languages: tuple[str, ...], as_json: bool, **values: Any) -> None:
    """
    Add a council, or bring the one at SLUG up to date.

    SLUG is its place in addresses, such as `brighton-and-hove`; it can never be changed. What is not given is
    taken to be empty, also of a council that is there already.
    """
    from commonwheel.apps.authorities import api as authorities

    theme = {"brand": colour} if colour else {}
    made = authorities.add_council(slug, languages=languages or ("en",), theme=theme, **values, **_by_the_operator())
    say(f"{made.name} is at /{made.slug}/.", _as_json(made), as_json=as_json)


@council.command()
@click.argument("slug")
@click.argument("picture", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--remove", is_flag=True, help="Show no logo any more.")
@as_json_option
@on_node
def logo(*, slug: str, picture: Path | None, remove: bool, as_json: bool) -> None:
    """
    Show PICTURE as the logo of the council at SLUG: PNG, JPEG, WebP or GIF, up to 256 kB and 2,000 pixels.

    It stands beside the council's name, so it needs no words in it.
    """
    from commonwheel.apps.authorities import api as authorities

    if (picture is None) != remove:
        raise click.UsageError("Give a PICTURE, or --remove.")
    found = council_called(slug)
    authorities.set_logo(found.id, data=picture.read_bytes() if picture else b"", **_by_the_operator())
    changed = council_called(slug)
    say("The logo was removed." if remove else "The logo is shown.", _as_json(changed), as_json=as_json)


@council.command()
@click.argument("slug")
@click.option("--compliance", type=click.Choice(COMPLIANCE), help="How far the pages meet WCAG 2.2, level AA.")
@click.option("--problems", help="What cannot be used and why, one problem a line.")
@click.option("--problems-cy", help="The same in Welsh.")
@click.option("--assessed-by", help="Who tested the pages: “self”, or the name of another body.")
@click.option("--prepared-on", type=_DAY, help="When the statement was prepared, such as 2026-11-02.")
@click.option("--reviewed-on", type=_DAY, help="When it was last reviewed.")
@as_json_option
@on_node
def accessibility(*, slug: str, as_json: bool, **given: Any) -> None:
    """Say what stands in the accessibility statement of the council at SLUG; what is not given stays as it is."""
    _set_page_facts(slug, given, as_json=as_json)


@council.command()
@click.argument("slug")
@click.option("--controller-address", help="The council's postal address, lines parted by new lines.")
@click.option("--protection-officer", help="How to reach the data protection officer, such as an email address.")
@click.option("--ico-number", help="The council's registration at the ICO, such as Z1234567.")
@click.option("--operator", help="Who runs the pages for the council: “self”, or a name.")
@as_json_option
@on_node
def privacy(*, slug: str, as_json: bool, **given: Any) -> None:
    """Say what stands in the privacy notice of the council at SLUG; what is not given stays as it is."""
    _set_page_facts(slug, given, as_json=as_json)


@council.command("list")
@as_json_option
@on_node
def list_(*, as_json: bool) -> None:
    """List the councils of this node."""
    from commonwheel.apps.authorities import api as authorities

    found = authorities.list_councils()
    lines = [f"{one.slug:<32} {one.name:<40} {'open' if one.is_open else 'closed'}" for one in found]
    say("\n".join(lines) or "There is no council on this node yet.", [_as_json(one) for one in found], as_json=as_json)


@council.command("open")
@click.argument("slug")
@as_json_option
@on_node
def open_(*, slug: str, as_json: bool) -> None:
    """Open the pages of the council at SLUG to residents."""
    _set_open(slug, is_open=True, as_json=as_json)


@council.command()
@click.argument("slug")
@as_json_option
@on_node
def close(*, slug: str, as_json: bool) -> None:
    """Close all pages of the council at SLUG to residents; its staff still work."""
    _set_open(slug, is_open=False, as_json=as_json)


@council.command("give-back")
@click.argument("slug")
@click.option("--to", "folder", required=True, metavar="FOLDER", type=click.Path(path_type=Path), help="A new folder.")
@as_json_option
@on_node
def give_back(*, slug: str, folder: Path, as_json: bool) -> None:
    """
    Write everything of the council at SLUG to a new folder: requests, timelines, messages, files, services, audit.

    It is text that needs no program of ours, and files as residents sent them. It is full of personal data. Passwords,
    secrets and digests of tokens stay behind. Close the council's pages first, so that nothing changes meanwhile.
    Exits with 1 where a file that a resident sent is missing; everything else is written then, too.
    """
    from commonwheel.foundation.scope import council_scope
    from commonwheel.project.giving_back import give_back as write

    found = council_called(slug)
    try:
        with council_scope(found.id):
            given = write(found, folder)
    except OSError as error:
        refuse(f"{folder} could not be written: {(error.strerror or str(error)).lower()}. Nothing was left behind.")
    rows = sum(given.rows.values())
    value = {"folder": str(folder), "rows": given.rows, "uploads": given.uploads, "missing": list(given.missing)}
    say(f"{found.name}: {rows:,} rows and {given.uploads:,} files are in {folder}.", value, as_json=as_json)
    if given.missing:
        refuse(f"Missing files: {', '.join(given.missing)}")


council.add_command(rehearse)
council.add_command(reorganise)


def _set_open(slug: str, *, is_open: bool, as_json: bool) -> None:
    from commonwheel.apps.authorities import api as authorities

    authorities.set_open(council_called(slug).id, is_open=is_open, **_by_the_operator())
    words = f"{slug} is {'open' if is_open else 'closed'} to residents."
    say(words, _as_json(council_called(slug)), as_json=as_json)


def _set_page_facts(slug: str, given: dict[str, Any], *, as_json: bool) -> None:
    from commonwheel.apps.authorities import api as authorities

    changed = {
        name: value.date() if name.endswith("_on") else value for name, value in given.items() if value is not None
    }
    facts = authorities.set_page_facts(council_called(slug).id, **changed, **_by_the_operator())
    stored = {name: str(value) for name, value in asdict(facts).items() if value}
    say("\n".join(f"{name}: {value}" for name, value in stored.items()), stored, as_json=as_json)


def _by_the_operator() -> dict[str, Any]:
    """Return who acts in the audit trail and when: whoever may run commands on the node, now."""
    from django.utils import timezone

    from commonwheel.foundation.audit import SYSTEM

    return {"actor": SYSTEM, "now": timezone.now()}


def _as_json(one: "CouncilView") -> dict[str, Any]:
    names = ("slug", "name", "name_cy", "tier", "nation", "gss_code", "phone", "email", "website", "host", "is_open")
    return {
        **{name: getattr(one, name) for name in names},
        "languages": list(one.languages),
        "has_logo": bool(one.logo_digest),
    }
