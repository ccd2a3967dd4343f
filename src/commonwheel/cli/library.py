"""`commonwheel library …`: the shared libraries (commons) that this node follows."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.on_node import as_json_option, council_called, on_node, refuse, say
from commonwheel.core.problems import Failure

if TYPE_CHECKING:
    from commonwheel.apps.adoption.api import Followed, Offer

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def library() -> None:
    """Follow shared libraries, in an order, and search what they offer."""


@library.command()
@click.argument("name")
@click.argument("address")
@click.option(
    "--root", required=True, type=_FILE, metavar="FILE",
    help="Its root.json, had from somebody you trust, and not from the library itself.",
)  # fmt: skip
@as_json_option
@on_node
def follow(*, name: str, address: str, root: Path, as_json: bool) -> None:
    """
    Follow the library at ADDRESS, and call it NAME.

    It is asked at once, and every hour from then on. Libraries are asked in the order in which they were followed;
    see `library order`.
    """
    from django.utils import timezone
    from tuf.api.metadata import Root

    from commonwheel.apps.adoption import api as adoption
    from commonwheel.integrations.trust.metadata import read, require_publisher_name

    require_publisher_name(name)
    text = root.read_bytes()
    read(text, Root)
    now = timezone.now()
    adoption.follow(name, address=_address(address), root=text.decode(), now=now)
    offers = _refreshed(adoption.get_followed(name), now)
    say(f"{name} is followed. It offers {offers} releases.", {"name": name, "releases": offers}, as_json=as_json)


@library.command()
@click.argument("name")
@as_json_option
@on_node
def unfollow(*, name: str, as_json: bool) -> None:
    """
    Follow NAME no longer. Services that came from it go on.

    The keys of publishers stay remembered, so that nobody else can speak for them.
    """
    from commonwheel.apps.adoption import api as adoption

    adoption.unfollow(name)
    say(f"{name} is followed no longer. Services that came from it go on.", {"name": name}, as_json=as_json)


@library.command()
@click.argument("names", nargs=-1, required=True)
@as_json_option
@on_node
def order(*, names: tuple[str, ...], as_json: bool) -> None:
    """Ask the libraries NAMES in this order, before all others that are followed."""
    from commonwheel.apps.adoption import api as adoption

    adoption.put_in_order(names)
    now = [one.name for one in adoption.list_followed()]
    say(f"They are asked in this order: {', '.join(now)}.", now, as_json=as_json)


@library.command("list")
@as_json_option
@on_node
def list_(*, as_json: bool) -> None:
    """List the libraries that are followed, the first to be asked first, with how they answered last."""
    from commonwheel.apps.adoption import api as adoption

    followed = adoption.list_followed()
    lines = [_line(one) for one in followed] or ["No library is followed yet: see `library follow`."]
    say("\n".join(lines), [_as_json(one) for one in followed], as_json=as_json)


@library.command()
@click.argument("name", required=False)
@as_json_option
@on_node
def refresh(*, name: str | None, as_json: bool) -> None:
    """
    Ask the library NAME what it offers now, or all of them.

    Exits with 0 where all answered; 1 where one did not, or what it says cannot be trusted: what it offered before
    stays then.
    """
    from django.utils import timezone

    from commonwheel.apps.adoption import api as adoption

    chosen = [adoption.get_followed(name)] if name else list(adoption.list_followed())
    counts: dict[str, int] = {}
    failures: list[str] = []
    for one in chosen:
        click.echo(f"Asking {one.name} …", err=True)
        try:
            counts[one.name] = _refreshed(one, timezone.now())
        except Failure as why:
            failures.append(f"{one.name}: {why}")
    words = [f"{known} offers {count} releases." for known, count in counts.items()]
    say("\n".join(words), {"releases": counts, "failures": failures}, as_json=as_json)
    if failures:
        refuse("\n".join(failures))


@library.command()
@click.argument("words", nargs=-1)
@click.option("--kind", type=click.Choice(["pattern", "block"]), default="pattern", help="What is looked for.")
@as_json_option
@on_node
def search(*, words: tuple[str, ...], kind: str, as_json: bool) -> None:
    """Search the newest versions of what the libraries offer: all of WORDS stand in the title, summary or name."""
    from commonwheel.apps.adoption import api as adoption

    found = adoption.search_offers(" ".join(words), kind=kind)
    lines = [f"{one.full_name}@{one.version}  {one.title}" for one in found] or ["Nothing was found."]
    say("\n".join(lines), [_offer_json(one) for one in found], as_json=as_json)


@library.command()
@click.argument("council")
@click.option("--stop", is_flag=True, help="Say nothing more for COUNCIL.")
@as_json_option
@on_node
def tell(*, council: str, stop: bool, as_json: bool) -> None:
    """
    Tell the libraries that are followed what COUNCIL runs, once a month, as counts: COUNCIL has agreed to it.

    Prints the council's public key. Those who run a library register it once (`commonwheel commons admit`), so that
    they know its signature. Numbers below 10 are not told, others to the nearest 5.
    """
    from django.utils import timezone

    from commonwheel.apps.adoption import api as adoption
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        if stop:
            adoption.fall_silent(found, by=None, now=timezone.now())
            say(f"Nothing more is said of what {found.name} runs.", {"council": found.slug}, as_json=as_json)
            return
        key = adoption.agree(found, by=None, now=timezone.now())
    say(key.rstrip(), {"council": found.slug, "key": json.loads(key)}, as_json=as_json)


# Private


def _address(text: str) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(text)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.query or parts.fragment:
        refuse(f"“{text}” is no address of a library. It begins with https:// and ends before metadata/.")
    return text.rstrip("/")


def _refreshed(followed: "Followed", now: Any) -> int:
    from commonwheel.apps.adoption import api as adoption

    return adoption.refresh(followed, adoption.reach(followed), now=now)


def _line(one: "Followed") -> str:
    when = f"answered {one.asked_at:%Y-%m-%d %H:%M}" if one.asked_at else "never answered yet"
    return f"{one.name}  {one.address}  {when}" + (f"\n  Not since: {one.failure}" if one.failure else "")


def _as_json(one: "Followed") -> dict[str, Any]:
    return {
        "name": one.name,
        "address": one.address,
        "asked_at": one.asked_at.isoformat() if one.asked_at else None,
        "failure": one.failure,
    }


def _offer_json(one: "Offer") -> dict[str, Any]:
    return {
        "name": one.full_name,
        "version": one.version,
        "title": one.title,
        "summary": one.summary,
        "library": one.commons,
        "state": one.state,
        "needs": list(one.needs),
        "languages": list(one.languages),
    }
