"""Which release is meant, what of one can be searched for, and what a council has to say before it takes one."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from commonwheel.core.layers.apply import made_against, undecided
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.read import write_layer
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.tree import Layered
from commonwheel.core.layers.typed import give_typed
from commonwheel.core.packages.naming import version_of
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.model.settings import Setting
from commonwheel.core.patterns.versions.effective import effective_of, settings_of
from commonwheel.core.problems import Failure
from commonwheel.integrations.trust.port import SignedRelease

OF_A_SETTING = "setting_"
"""Begins the name of a box in which a setting is typed."""


class SettingsNotGiven(Failure):
    """
    A service is adopted only with the settings that each council decides for itself.

    Attributes:
        settings: those that were not given, in their order; at least one.
    """

    def __init__(self, settings: Sequence[Setting]) -> None:
        self.settings = tuple(settings)
        labels = "; ".join(f"{one.id} ({one.label or one.type})" for one in settings)
        super().__init__(f"Each council decides these settings for itself. Give them: {labels}.")


class SettingUnknown(Failure):
    """A setting was given that the service has not."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"The service has no setting “{name[:60]}”. It has: {', '.join(known) or 'none'}.")


class SettingCannotBe(Failure):
    """
    A setting was given a value that it cannot have.

    Attributes:
        name: of the setting.
        wanted: what it could be.
    """

    def __init__(self, name: str, *, given: str, wanted: str) -> None:
        self.name, self.wanted = name, wanted
        super().__init__(f"The setting {name} cannot be “{given[:80]}”. It must be {wanted}.")


def columns_of(release: SignedRelease) -> dict[str, Any] | None:
    """Return what is kept of a listed release, for looking it up; None where it is no pattern or block."""
    version = version_of(release.path)
    kind = release.facts.get("kind")
    if version is None or kind not in ("pattern", "block"):
        return None
    title, summary = _fact(release, "title"), _fact(release, "summary")
    return {
        "full_name": f"{release.publisher}/{release.name}",
        "kind": kind,
        "version": str(version),
        "order": order_of(str(version)),
        "title": title or release.name,
        "summary": summary,
        "needs": [need for need in _listed(release, "needs") if isinstance(need, int)],
        "languages": [code for code in _listed(release, "languages") if isinstance(code, str)],
        "sha256": release.sha256,
        "length": release.length,
        "state": release.state,
        "reason": release.reason[:600],
        "words": folded(f"{title} {summary} {release.publisher} {release.name}"),
    }


def order_of(version: str) -> str:
    """Return a version as text that sorts as its numbers do: each of six digits."""
    return ".".join(part.zfill(6) for part in version.split("."))


def folded(text: str) -> str:
    """Return text as it is searched: small letters, no accents, hyphens as spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("-", " "))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def newest_paths(releases: Iterable[SignedRelease]) -> frozenset[str]:
    """Return the path of the greatest version of each name that is handed out; deprecated where nothing else is."""
    best: dict[tuple[str, str], tuple[bool, str, str]] = {}
    for release in releases:
        version = version_of(release.path)
        if version is None or release.state not in {"offered", "deprecated"}:
            continue
        rank = (release.state == "offered", order_of(str(version)), release.path)
        key = (release.publisher, release.name)
        best[key] = max(best.get(key, rank), rank)
    return frozenset(path for _, _, path in best.values())


def layer_with(bundle: Bundle, given: Mapping[str, str], *, council: str) -> str:
    """
    Return a council's first layer: the settings it gave, as the file has them; "" where it gave none.

    Args:
        given: by the setting's name, as typed.
        council: its slug.

    Raises:
        SettingUnknown, SettingCannotBe: where one is not there, or its value cannot be.
        SettingsNotGiven: where one is missing that each council decides for itself.
    """
    beneath = Layered(bundle, {})
    known = {setting.id: setting for setting in settings_of(bundle.pattern, bundle.blocks)}
    effective = effective_of(bundle)
    layer = Layer(language=1, layer=council, pattern=bundle.pattern.full_name, made_against=made_against(effective))
    for name, text in given.items():
        if name not in known:
            raise SettingUnknown(name, known)
        layer = _with_setting(layer, beneath, known[name], text)
    missing = [setting for setting in undecided(beneath) if setting.id not in layer.settings]
    if missing:
        raise SettingsNotGiven(missing)
    return write_layer(layer).decode() if layer.settings else ""


def asked_of(bundle: Bundle) -> tuple[Setting, ...]:
    """List the settings that each council decides for itself, in their order."""
    return undecided(Layered(bundle, {}))


# Private


def _with_setting(layer: Layer, beneath: Layered, setting: Setting, text: str) -> Layer:
    try:
        return give_typed(layer, beneath, setting, text)
    except Refused as why:
        raise SettingCannotBe(setting.id, given=text, wanted=why.expected) from why


def _fact(release: SignedRelease, name: str) -> str:
    value = release.facts.get(name)
    return " ".join(value.split())[:300] if isinstance(value, str) else ""


def _listed(release: SignedRelease, name: str) -> list[Any]:
    value = release.facts.get(name)
    return value[:100] if isinstance(value, list) else []
