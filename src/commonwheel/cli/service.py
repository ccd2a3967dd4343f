"""`commonwheel service …`: what a council has adopted."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from commonwheel.cli.on_node import as_json_option, council_called, on_node, refuse, say
from commonwheel.cli.record import record
from commonwheel.cli.updating import own_staff, service_owner, told_update

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commonwheel.apps.services.api import ServiceView
    from commonwheel.core.problems import Problem

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def service() -> None:
    """Adopt services for a council, lay its own settings and words over them, put them live."""


service.add_command(record)


@service.command()
@click.argument("council")
@click.argument("folder", type=_FOLDER)
@click.option("--layer", type=_FILE, help="YAML file with the council's own settings and words.")
@click.option("--phone", required=True, help="Number for help with this service; it stands on each of its pages.")
@click.option("--hours", default="", help="When somebody answers it, such as “Monday to Friday, 9am to 5pm”.")
@click.option("--hours-cy", default="", help="The same in Welsh.")
@click.option("--slug", default="", help="Its place in addresses; the pattern's own name where not given.")
@as_json_option
@on_node
def adopt(
    *, council: str, folder: Path, layer: Path | None, phone: str, hours: str, hours_cy: str, slug: str, as_json: bool
) -> None:
    """
    Adopt the pattern in FOLDER for COUNCIL, or bring the service it made of it up to date with the folder.

    It is not live afterwards unless it was: see `put-live`. Who is half way through goes on with what they began.
    """
    from django.utils import timezone

    from commonwheel.apps.payments import api as payments
    from commonwheel.apps.services import api as services
    from commonwheel.foundation.audit import SYSTEM
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    files = _read(folder)
    text = _layer_text(layer, files)
    with council_scope(found.id):
        try:
            made = services.adopt(
                found.id, files=files, layer=text, slug=slug, phone=phone, phone_hours=hours, phone_hours_cy=hours_cy,
                must_be_welsh=found.nation == "wales", can_be_paid=payments.can_go_live(found), actor=SYSTEM,
                now=timezone.now(),
            )  # fmt: skip
        except services.PatternDoesNotCheck as failure:
            _refuse(failure.problems)
    state = "live" if made.is_live else "adopted, not live yet"
    say(f"{made.title_in('en')} {made.version} is {state}.", _as_json(made), as_json=as_json)


@service.command("set-layer")
@click.argument("council")
@click.argument("slug")
@click.argument("layer", type=_FILE)
@as_json_option
@on_node
def set_layer(*, council: str, slug: str, layer: Path, as_json: bool) -> None:
    """
    Lay the settings and words in the file LAYER over COUNCIL's service at SLUG, in place of those it has.

    Where the file does not say what it was `made_against`, it counts as made against the version that the council
    has adopted.
    """
    from django.utils import timezone

    from commonwheel.apps.payments import api as payments
    from commonwheel.apps.services import api as services
    from commonwheel.foundation.audit import SYSTEM
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        try:
            text = _layer_text(layer, services.get_files(found.id, slug))
            made = services.set_layer(
                found.id, slug=slug, layer=text, must_be_welsh=found.nation == "wales",
                can_be_paid=payments.can_go_live(found), actor=SYSTEM, now=timezone.now(),
            )  # fmt: skip
        except services.PatternDoesNotCheck as failure:
            _refuse(failure.problems)
    say(f"{made.title_in('en')} now has these settings and words.", _as_json(made), as_json=as_json)


@service.command()
@click.argument("council")
@click.argument("slug")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--by", "email", required=True, metavar="EMAIL", help="Who at the council takes it: a service owner.")
@as_json_option
@on_node
def update(*, council: str, slug: str, source: Path, email: str, as_json: bool) -> None:
    """
    Begin to bring COUNCIL's service at SLUG to the newer version in SOURCE: a folder, or the file of a release.

    Its own changes, and a draft under way, are carried over. Residents see nothing of it: what is to be decided, the
    sign-off and the publishing are on the pages that change the service.
    """
    from django.utils import timezone

    from commonwheel.apps.changes import api as changes
    from commonwheel.apps.services import api as services
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        person = service_owner(found, email)
        try:
            changes.begin_update(found, slug, files=_read_source(source), by=person, now=timezone.now())
        except services.PatternDoesNotCheck as failure:
            _refuse(failure.problems)
        words, value = told_update(found, slug)
    say(words, value, as_json=as_json)


@service.command("put-live")
@click.argument("council")
@click.argument("slug")
@click.option("--signed-off-by", required=True, metavar="EMAIL", help="Who at the council answers for it.")
@as_json_option
@on_node
def put_live(*, council: str, slug: str, signed_off_by: str, as_json: bool) -> None:
    """
    Open COUNCIL's service at SLUG to residents.

    It is checked first with the council's settings and words, and its example journeys are walked. A council in
    Wales needs checked Welsh of everything that residents read. A service that costs something needs a council
    whose payments somebody really takes. Where the council has parts of it signed off by others (`service sign-offs`),
    they have to have done so.
    """
    from django.utils import timezone

    from commonwheel.apps.changes import api as changes
    from commonwheel.apps.payments import api as payments
    from commonwheel.apps.services import api as services
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        person = own_staff(found, signed_off_by)
        try:
            made = changes.put_live(found, slug, can_be_paid=payments.can_go_live(found), by=person, now=timezone.now())
        except services.PatternDoesNotCheck as failure:
            _refuse(failure.problems)
        left = services.get_effective(made.digest).pattern.undecided.values()
    lines = [f"{made.title_in('en')} is live at /{council}/{slug}/.", *(f"Stands as it is now: {one}" for one in left)]
    say("\n".join(lines), _as_json(made), as_json=as_json)


@service.command("sign-offs")
@click.argument("council")
@click.argument("part", required=False, type=click.Choice(["owner", "data", "accessibility", "welsh", "finance"]))
@click.option("--ask/--no-ask", default=True, help="Whether it is asked for.")
@click.option(
    "--role", type=click.Choice(["service-owner", "administrator", "officer"]), help="Whoever has it may sign."
)
@click.option("--who", multiple=True, metavar="EMAIL", help="Somebody more who may sign; can be given several times.")
@click.option("--by-another", is_flag=True, help="It must be another person than the one who sent it.")
@as_json_option
@on_node
def sign_offs(
    *, council: str, part: Any, ask: bool, role: str | None, who: tuple[str, ...], by_another: bool, as_json: bool
) -> None:
    """List who signs COUNCIL's services off before they go live or change; with PART, say who signs that."""
    from django.utils import timezone

    from commonwheel.apps.changes import api as changes
    from commonwheel.foundation.audit import SYSTEM
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        if part is not None:
            emails = tuple(one.strip().lower() for one in who)
            code = (role or "").upper().replace("-", "_")
            rule = changes.Rule(part, is_asked=ask, role=code, emails=emails, by_another=by_another)
            changes.set_rule(found, rule, by=SYSTEM, now=timezone.now())
        rules = changes.rules_of(found.id)
    value = [
        {"part": one.part, "asked": one.is_asked, "role": one.role, "who": list(one.emails), "another": one.by_another}
        for one in rules.values()
    ]
    lines = [
        f"{one.part:<15} {', '.join(filter(None, (one.role, *one.emails))) if one.is_asked else 'not asked for'}"
        for one in rules.values()
    ]
    say("\n".join(lines), value, as_json=as_json)


@service.command("add-example")
@click.argument("council")
@click.argument("slug")
@click.argument("file", type=_FILE)
@as_json_option
@on_node
def add_example(*, council: str, slug: str, file: Path, as_json: bool) -> None:
    """
    Keep the example in FILE as one of COUNCIL's own for its service at SLUG; one with the same id is replaced.

    It is walked whenever the service is to change, and must come out as it says, now and then.
    """
    from django.utils import timezone

    from commonwheel.apps.services import api as services
    from commonwheel.foundation.audit import SYSTEM
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    text = file.read_text(encoding="utf-8", errors="replace")
    with council_scope(found.id):
        name = services.add_example(found.id, slug=slug, text=text, actor=SYSTEM, now=timezone.now())
    say(f"The example {name} is kept.", {"name": name}, as_json=as_json)


@service.command("take-down")
@click.argument("council")
@click.argument("slug")
@as_json_option
@on_node
def take_down(*, council: str, slug: str, as_json: bool) -> None:
    """Close COUNCIL's service at SLUG to new residents; who has begun can finish."""
    from django.utils import timezone

    from commonwheel.apps.services import api as services
    from commonwheel.foundation.audit import SYSTEM
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        made = services.take_down(found.id, slug=slug, actor=SYSTEM, now=timezone.now())
    say(f"{made.title_in('en')} is not live.", _as_json(made), as_json=as_json)


@service.command("list")
@click.argument("council")
@as_json_option
@on_node
def list_(*, council: str, as_json: bool) -> None:
    """List what COUNCIL has adopted."""
    from commonwheel.apps.services import api as services
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        adopted = services.list_services(found.id)
    lines = [f"{one.slug:<40} {one.version:<10} {'live' if one.is_live else 'not live'}" for one in adopted]
    say(
        "\n".join(lines) or "This council has adopted nothing yet.", [_as_json(one) for one in adopted], as_json=as_json
    )


# Private


def _read(folder: Path) -> dict[str, bytes]:
    from commonwheel.integrations.pattern_folder.disk import read_disk

    on_disk = read_disk(folder)
    if on_disk.refused:
        _refuse(on_disk.refused)
    return on_disk.files


def _read_source(path: Path) -> dict[str, bytes]:
    """Return the files of a folder, or of a release."""
    from commonwheel.cli.pattern.sources import read_source

    if path.is_dir():
        return _read(path)
    source = read_source(str(path))
    if source.release is None:
        _refuse(source.checked.problems)
    return dict(source.release.files)


def _layer_text(path: Path | None, files: dict[str, bytes]) -> str:
    """Return a layer's text, made against these files where it does not say what it was made against."""
    from commonwheel.core.layers.apply import saying_what_it_was_made_against
    from commonwheel.core.patterns.reading.read import read_folder
    from commonwheel.core.patterns.versions.effective import effective_of

    if path is None:
        return ""
    text = path.read_text(encoding="utf-8", errors="replace")
    bundle = read_folder(files).bundle
    return text if bundle is None else saying_what_it_was_made_against(text, effective_of(bundle))


def _refuse(problems: "Sequence[Problem]") -> NoReturn:
    for one in problems:
        place = f"{one.file}:{one.line}:{one.column}" if one.line else one.file
        click.echo(f"{place}: {one.severity}: {one.help} [{one.code}]", err=True)
    refuse("Nothing was changed. Mend these and try again.")


def _as_json(one: "ServiceView") -> dict[str, Any]:
    return {
        "slug": one.slug, "pattern": one.pattern_name, "version": one.version, "digest": one.digest,
        "titles": dict(one.titles), "languages": list(one.languages), "phone": one.phone,
        "phone_hours": one.phone_hours, "phone_hours_cy": one.phone_hours_cy, "is_live": one.is_live,
    }  # fmt: skip
