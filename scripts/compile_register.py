"""
Compile the register of authorities from the lists of others and from what the law says.

Sources: docs/sources.md#register. The lists are given as a folder with mySociety's
`mysociety_uk_local_authorities_current.csv`, GOV.UK's `govuk_local_authorities.csv`, and of the Office for National
Statistics `ons_changes_2018_2025.csv` and `ons_ltla23_to_utla23.csv`; what the law says stands in `scripts/register/`.

    python scripts/compile_register.py FOLDER
"""

import csv
import datetime as dt
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import yaml

from commonwheel.core.places.register.authority import (
    ALWAYS,
    COUNCILS,
    Authority,
    Dated,
    Days,
    Kind,
    Name,
    Nation,
    Part,
    Power,
)
from commonwheel.core.places.register.reading import write_register
from commonwheel.core.places.register.register import Register

HERE = Path(__file__).parent / "register"
TARGET = Path(__file__).parents[1] / "src/commonwheel/apps/authorities/data/register.json"
AS_OF = dt.date(2026, 4, 30)
TYPES: Mapping[str, Kind] = {
    "CTY": "county", "NMD": "district", "UA": "unitary", "MD": "metropolitan", "LBO": "london", "CC": "london",
    "SCO": "unitary", "WPA": "unitary", "NID": "unitary",
}  # fmt: skip
NATIONS: Mapping[str, Nation] = {
    "England": "england", "Scotland": "scotland", "Wales": "wales", "Northern Ireland": "northern-ireland",
}  # fmt: skip
TRANSPORT = "transport-planning"
LTP = ("Transport Act 2000, section 108", "https://www.legislation.gov.uk/ukpga/2000/38/section/108")
MYSOCIETY = (
    "mySociety, UK local authority names and codes",
    "https://github.com/mysociety/uk_local_authority_names_and_codes",
)
Row = dict[str, str]


@dataclass
class Making:
    """What is known so far: authorities by id, and what lies in what."""

    authorities: dict[str, Authority]
    parts: list[Part]
    powers: list[Power]

    def add(self, authority: Authority) -> None:
        """Take in one more."""
        if authority.id in self.authorities:
            raise SystemExit(f"{authority.id} stands twice")
        self.authorities[authority.id] = authority

    def change(self, id_: str, **facts: Any) -> None:
        """Say more of one that is there."""
        self.authorities[id_] = replace(self.authorities[id_], **facts)

    def group(self, name: str) -> list[str]:
        """Return the ids that a name stands for: all councils of London or of a nation, or one authority."""
        if name == "london":
            return [each.id for each in self.authorities.values() if each.kinds[-1].value == "london"]
        if name in NATIONS.values():
            return [each.id for each in self.authorities.values() if each.nation == name and _is_top(each)]
        if name not in self.authorities:
            raise SystemExit(f"there is no authority {name!r}")
        return [name]


def _is_top(authority: Authority) -> bool:
    """Say whether a council lies in no county: what lies in one is reached through it."""
    return any(kind.value in COUNCILS - {"district"} for kind in authority.kinds)


def main() -> None:
    """Write the register."""
    folder = Path(sys.argv[1])
    fixes = yaml.safe_load((HERE / "corrections.yaml").read_text(encoding="utf-8"))
    rows = [
        row
        for row in _rows(folder / "mysociety_uk_local_authorities_current.csv")
        if row["local-authority-type"] in TYPES
    ]
    making = Making({}, [], [])
    ids = _councils(making, rows, fixes)
    _county_parts(making, rows, ids, fixes)
    for change in yaml.safe_load((HERE / "changes.yaml").read_text(encoding="utf-8")):
        _reorganise(making, change)
    _recode(making, _rows(folder / "ons_changes_2018_2025.csv"), fixes["recoded"])
    _welsh_names(making, _rows(folder / "ons_ltla23_to_utla23.csv"))
    _pages(making, _rows(folder / "govuk_local_authorities.csv"))
    for each in yaml.safe_load((HERE / "combined.yaml").read_text(encoding="utf-8")):
        _combined(making, each)
    for kind, group in yaml.safe_load((HERE / "bodies.yaml").read_text(encoding="utf-8")).items():
        _bodies(making, kind, group)
    register = Register(making.authorities.values(), making.parts, making.powers, as_of=AS_OF)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(write_register(register), encoding="utf-8")
    print(f"{len(register.authorities):,} authorities, {len(register.parts):,} parts, {len(register.powers)} powers")


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _councils(making: Making, rows: Iterable[Row], fixes: Mapping[str, Any]) -> dict[str, str]:
    """Take in the councils of the list, and return the id of each of its short codes."""
    older = {pair["older"]: pair["id"] for pair in fixes["same"]}
    newer = {pair["newer"]: pair["id"] for pair in fixes["same"]}
    ids: dict[str, str] = {}
    for row in rows:
        short = row["local-authority-code"]
        ids[short] = older.get(short) or newer.get(short) or fixes["ids"].get(short) or _slug(row["nice-name"])
        if short not in older:
            making.add(_council(row, ids[short], fixes))
    for row in rows:
        if row["local-authority-code"] in older:
            _join(making, row, ids[row["local-authority-code"]])
    return ids


def _council(row: Row, id_: str, fixes: Mapping[str, Any]) -> Authority:
    kind = TYPES[row["local-authority-type"]]
    full = " ".join(row["official-name"].split())
    code = row["gss-code"]
    return Authority(
        id=id_,
        names=(Dated(Name(full, _short(row["nice-name"]))),),
        codes=(Dated(code),) if code else (),
        kinds=(Dated(kind),),
        nation=NATIONS[row["nation"]],
        days=Days(_begins(row, kind, fixes), None),
        source=MYSOCIETY[0],
        source_page=MYSOCIETY[1],
    )


def _begins(row: Row, kind: Kind, fixes: Mapping[str, Any]) -> dt.date | None:
    """The list's day where it is the first of a financial year; else what orders and Acts say; else not known."""
    for day, codes in fixes["begins"].items():
        if row["local-authority-code"] in codes:
            return cast("dt.date", day)
    if row["start-date"].endswith("-04-01"):
        return dt.date.fromisoformat(row["start-date"])
    if row["nation"] == "Scotland":
        return dt.date(1996, 4, 1)
    if row["local-authority-type"] == "CC" or row["nation"] == "Northern Ireland":
        return None
    return cast("dt.date | None", fixes["begin_by_kind"].get(kind))


def _join(making: Making, row: Row, id_: str) -> None:
    """Put the older row of one council before its newer."""
    newer, older = (
        making.authorities[id_],
        _council(row, id_, {"begins": {}, "begin_by_kind": {"county": dt.date(1974, 4, 1)}}),
    )
    turned = newer.days.begins
    making.change(
        id_,
        names=(_until(older.names[0], turned), _since(newer.names[0], turned)),
        codes=(_until(older.codes[0], turned), _since(newer.codes[0], turned)),
        kinds=(_until(older.kinds[0], turned), _since(newer.kinds[0], turned)),
        days=older.days,
    )


def _county_parts(making: Making, rows: Iterable[Row], ids: Mapping[str, str], fixes: Mapping[str, Any]) -> None:
    for row in rows:
        county = fixes["county"].get(row["local-authority-code"], row["county-la"])
        if county:
            making.parts.append(Part(ids[county], ids[row["local-authority-code"]]))


def _reorganise(making: Making, change: Mapping[str, Any]) -> None:
    on, source = change["day"], {"source": change["order"], "source_page": change["page"]}
    for kind, councils in change.get("ended", {}).items():
        _take_in_ended(making, kind, councils, source)
    for id_, full in change.get("announced", {}).items():
        making.add(
            Authority(
                id_, (Dated(Name(full, full.removesuffix(" Council"))),), (), (Dated("unitary"),), "england", Days(on),
                is_announced=True, **source,
            )
        )  # fmt: skip
    for id_, kind in change.get("continues", {}).items():
        _continue(making, id_, kind, on)
    into: dict[str, list[str]] = {}
    for follower, forerunners in change["into"].items():
        for each in forerunners:
            into.setdefault(each, []).append(follower)
        if making.authorities[follower].days.begins == on:
            making.change(follower, **source)
    for id_, followers in into.items():
        making.change(id_, days=replace(making.authorities[id_].days, ends=on), into=tuple(sorted(followers)), **source)


def _take_in_ended(making: Making, kind: Kind, councils: Mapping[str, Any], source: Mapping[str, Any]) -> None:
    """Take in councils that no list has any more: counties by id, districts by county and id."""
    begins = Days(dt.date(1974, 4, 1))
    for key, value in councils.items():
        for id_, full in (value if isinstance(value, dict) else {key: value}).items():
            short = re.sub(r" (County|District|Borough|City)? ?Council$", "", full)
            making.add(Authority(id_, (Dated(Name(full, short)),), (), (Dated(kind),), "england", begins, **source))
            if isinstance(value, dict):
                making.parts.append(Part(key, id_))


def _continue(making: Making, id_: str, kind: Kind, on: dt.date) -> None:
    """Have a council be something else from a day on; what it was before is a county, or was a district in one."""
    known = making.authorities[id_]
    if len(known.kinds) > 1:
        return
    before: Kind = "district" if id_ == "bedford" else "county"
    if before == "district":
        making.parts.append(Part("bedfordshire", id_, Days(None, on)))
    making.change(
        id_,
        kinds=(Dated(before, Days(None, on)), Dated(kind, Days(on))),
        codes=tuple(_since(code, on) for code in known.codes),
        days=Days(dt.date(1974, 4, 1)),
    )


def _recode(making: Making, changes: Iterable[Row], earlier: Mapping[str, Any]) -> None:
    """Give councils the codes that they had before; the list of changes has years, which begin on 1 April."""
    pairs = [
        (row["oldcd"], row["newcd"], dt.date(int(row["start"]), 4, 1))
        for row in changes
        if row["newcd"][:3] == row["oldcd"][:3] and row["oldnm"] == row["newnm"] and not row["newcd"].startswith("E47")
    ]
    pairs += [(old, new, on) for old, (new, on) in earlier.items()]
    # The newest change first, so that each older code finds the council by the code that followed it.
    for old, new, on in sorted(pairs, key=lambda pair: pair[2], reverse=True):
        known = next(each for each in making.authorities.values() if {old, new} & {code.value for code in each.codes})
        codes = [code for code in known.codes if code.value not in {old, new}]
        at = [code for code in known.codes if code.value == new]
        newer = _since(at[0], on) if at else Dated(new, Days(on))
        ordered = sorted([*codes, newer, Dated(old, Days(None, on))], key=lambda code: code.days.begins or dt.date.min)
        making.change(known.id, codes=tuple(ordered))


def _welsh_names(making: Making, rows: Iterable[Row]) -> None:
    for row in rows:
        if row["LTLA23NMW"]:
            known = next(
                each for each in making.authorities.values() if row["LTLA23CD"] in {code.value for code in each.codes}
            )
            name = replace(known.names[-1].value, welsh=row["LTLA23NMW"])
            making.change(known.id, names=(*known.names[:-1], replace(known.names[-1], value=name)))


def _pages(making: Making, rows: Iterable[Row]) -> None:
    pages = {row["gss"]: row["homepage_url"].strip() for row in rows}
    for each in list(making.authorities.values()):
        found = [pages[code.value] for code in each.codes if code.value in pages]
        if found and each.days.hold(AS_OF):
            making.change(each.id, page=found[-1])


def _combined(making: Making, given: Mapping[str, Any]) -> None:
    transport = given.get("transport")
    _body(making, "combined", {**given, "source": given["order"], "source_page": given["order_page"]})
    for power in given.get("powers", ()):
        days = Days(power.get("from", given["from"]), given.get("until"))
        outside = tuple(power.get("outside", ()))
        making.powers.append(Power(given["id"], power["duty"], days, None, power["law"], power["law_page"], outside))
    for until, members in given.get("members_until", {}).items():
        making.parts += [Part(given["id"], each, Days(None, until)) for each in members]
    if transport is not None:
        days = Days(transport.get("from", given["from"]), given.get("until"))
        law = transport.get("law", f"{LTP[0]}, and {given['order']}"), transport.get("law_page", given["order_page"])
        making.powers.append(Power(given["id"], TRANSPORT, days, transport.get("shared_until"), *law))


def _bodies(making: Making, kind: Kind, group: Mapping[str, Any]) -> None:
    shared = {key: group[key] for key in ("source", "source_page", "phone") if key in group}
    for given in group["bodies"]:
        _body(making, kind, {**shared, **given})
        if "power" in group:
            power = group["power"]
            making.powers.append(Power(given["id"], power["duty"], ALWAYS, None, power["law"], power["law_page"]))


def _body(making: Making, kind: Kind, given: Mapping[str, Any]) -> None:
    code, turned = given.get("code"), given.get("was_until")
    codes = [Dated(each, Days(None, turned)) for each in given.get("was", [])]
    codes += [Dated(code, Days(turned) if turned else ALWAYS)] if code else []
    making.add(
        Authority(
            id=given["id"],
            names=(Dated(Name(given["full"], given["short"], given.get("welsh", ""))),),
            codes=tuple(codes),
            kinds=(Dated(kind),),
            nation=given.get("nation", "england"),
            days=Days(given.get("from"), given.get("until")),
            into=tuple(given.get("into", ())),
            page=given.get("page", ""),
            phone=given.get("phone", ""),
            source=given["source"],
            source_page=given["source_page"],
        )
    )
    outside = set(given.get("except", ()))
    making.parts += [Part(given["id"], each) for each in _members(making, given) if each not in outside]
    making.parts += [
        Part(given["id"], name, is_partly=True) for one in given.get("touches", ()) for name in making.group(one)
    ]


def _members(making: Making, given: Mapping[str, Any]) -> Iterator[str]:
    for name in given.get("members", ()):
        yield from making.group(name)


def _since(fact: Dated[Any], on: dt.date | None) -> Dated[Any]:
    return Dated(fact.value, replace(fact.days, begins=on))


def _until(fact: Dated[Any], on: dt.date | None) -> Dated[Any]:
    return Dated(fact.value, replace(fact.days, ends=on))


def _short(name: str) -> str:
    """Return the name of the area, without what only tells one kind of council from another."""
    return re.sub(r"^(City of|The) (?!London)|(?<=Dorset) Council$| City$| County$", "", name.strip()).replace(
        "St. ", "St "
    )


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")


if __name__ == "__main__":
    main()
