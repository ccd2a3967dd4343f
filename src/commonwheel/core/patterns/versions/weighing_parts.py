"""How changes of parts are weighed: questions, pages, options, states, and the expressions that lead to them."""

import re
from collections.abc import Mapping
from typing import Any

from commonwheel.core.patterns.model.companions import Message
from commonwheel.core.patterns.model.keys import Shape
from commonwheel.core.patterns.model.pattern import Step, Stop
from commonwheel.core.patterns.model.questions import Asked, Check, Option, Show, Use
from commonwheel.core.patterns.model.settings import SettingBase
from commonwheel.core.patterns.reading.addresses import fields_of, join
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE
from commonwheel.core.patterns.versions.compare import Located
from commonwheel.core.patterns.versions.weighing import Around, Reasoned, Rule, Weight, is_compulsory

# Private


_RETIRED = "This name belonged to something else before, and an id never gets another meaning."
_NEWLY_ASKED = "Whoever is asked this now and was not before must answer it, and cannot send without."
_PASSED_OVER = "Who was asked this before may be passed over now, and the answer is dropped."
_FOLLOWS = Weight.PATCH, "It only follows what was renamed."
_WAY = Weight.MINOR, "It changes the way through the service."


def _part(one: Located, around: Around) -> Reasoned:
    """Weigh what happened to an entry of a list that has ids."""
    match one.difference.kind:
        case "added":
            return _added(one, around)
        case "removed":
            return _removed(one)
        case "renamed":
            return _renamed(one)
        case "moved":
            return _moved(one)
    return _plain(one, around)


def _added(one: Located, around: Around) -> Reasoned:
    if not isinstance(one.new, Shape):
        return Weight.MINOR, "Each council decides it now."
    if _is_reused(one, around):
        return Weight.MAJOR, _RETIRED
    if isinstance(one.new, Check | Stop):
        return Weight.MAJOR, "What passed before may be refused now."
    if _asks_for_something(one.new, one.difference.address, around):
        return Weight.MAJOR, "It is compulsory and has no default: who sent without it before is refused now."
    return Weight.MINOR, "It is new, and nothing that passed before is refused."


def _is_reused(one: Located, around: Around) -> bool:
    """Whether an entry takes a name that was another's, or says that it is what still stands beside it."""
    name = one.difference.address.rpartition(".")[2]
    if isinstance(one.new, Asked) and name in around.retired:
        return True
    beside = _beside(one.at.old, one.at.name)
    former = {old for entry in beside for old in getattr(entry, "was", ())}
    standing = {getattr(entry, "id", getattr(entry, "value", "")) for entry in beside}
    return name in former or bool(standing & set(getattr(one.new, "was", ())))


def _beside(owner: Shape | None, key: str) -> tuple[Any, ...]:
    field = next((field for field, name, _ in fields_of(type(owner)) if name == key), "") if owner else ""
    value = getattr(owner, field, ())
    return value if isinstance(value, tuple) else ()


def _asks_for_something(new: Shape, address: str, around: Around) -> bool:
    """Whether a question, or one of those of a page or block, is new and compulsory and has no default."""
    if address in around.moved:
        return False
    if isinstance(new, Use):
        return new.use not in around.blocks or any(map(is_compulsory, around.blocks[new.use].ask))
    if isinstance(new, Step):
        return any(_asks_for_something(each, join(address, "ask", each.id), around) for each in new.ask)
    return is_compulsory(new)


def _removed(one: Located) -> Reasoned:
    if isinstance(one.old, Check | Stop):
        return Weight.MINOR, "What it refused before passes now."
    if isinstance(one.old, Show):
        return Weight.MINOR, "It has no answer, so nothing is lost but words."
    if isinstance(one.old, Option):
        return Weight.MAJOR, "An answer that passed before is refused now."
    if isinstance(one.old, SettingBase):
        return Weight.MAJOR, "A council that has set it is refused now."
    if not isinstance(one.old, Shape):
        return Weight.MAJOR, "What each council decided is fixed now."
    return Weight.MAJOR, "What answers, requests, translations or councils' changes name by its id is gone."


def _renamed(one: Located) -> Reasoned:
    if one.joined and isinstance(one.old, Asked | SettingBase):
        return Weight.MAJOR, "Two values cannot both be carried into one: one of them is lost."
    return Weight.MINOR, "`was` carries over what has the older name; what reads it elsewhere must follow."


def _moved(one: Located) -> Reasoned:
    if isinstance(one.new, Option):
        return Weight.PATCH, "The choices are the same, in another order."
    if isinstance(one.difference.before, str):
        return _WAY
    if not isinstance(one.at.old, Step) or not isinstance(one.at.new, Step):
        return Weight.MAJOR, "What reads its answer looks for it where it stood."
    if one.at.old.when == one.at.new.when:
        return _WAY
    if one.at.new.when is not None:
        return Weight.MAJOR, _PASSED_OVER
    return (Weight.MAJOR, _NEWLY_ASKED) if isinstance(one.new, Use) or is_compulsory(one.new) else _WAY


def _plain(one: Located, around: Around) -> Reasoned:
    """Weigh the name of a setting that stands where a list of options could."""
    old, new = (str(value).removeprefix("settings.") for value in (one.old, one.new))
    if around.names.get(old) == new:
        return _FOLLOWS
    return Weight.MAJOR, "A choice that passed before may be refused now."


def _duty(one: Located, around: Around) -> Reasoned:
    if isinstance(one.old, Shape) or isinstance(one.new, Shape):
        return _part(one, around)
    return Weight.MINOR, "It changes which council a request goes to."


def _used_block(one: Located, _around: Around) -> Reasoned:
    # A question may have come in place of the block, under its name.
    before, after = (str(use).partition("@")[0] for use in (one.old, one.new))
    if before == after:
        return Weight.MINOR, "It takes in another version of the block; what differs in it stands beside this."
    return Weight.MAJOR, "Another block asks other questions."


def _message(one: Located, _around: Around) -> Reasoned:
    message = one.old or one.new
    if isinstance(message, Message) and message.language == SOURCE_LANGUAGE:
        return Weight.MINOR, "It changes the messages that are sent."
    return Weight.PATCH, "It changes words only."


def _check_that(one: Located, around: Around) -> Reasoned:
    if _followed(one.old, around.names) == one.new:
        return _FOLLOWS
    if _adds_only(one.old, one.new, "||"):
        return Weight.MINOR, "It takes all that it took before."
    return Weight.MAJOR, "An answer that passed before may be refused now."


def _stop_when(one: Located, around: Around) -> Reasoned:
    if _followed(one.old, around.names) == one.new:
        return _FOLLOWS
    if _adds_only(one.old, one.new, "&&"):
        return Weight.MINOR, "It stops nobody whom it did not stop before."
    return Weight.MAJOR, "Who went on before may be stopped now."


def _asked_when(one: Located, around: Around) -> Reasoned:
    """Weigh the condition of a question, a page or the use of a block."""
    owner = one.at.new
    if owner is None or not _is_answered(owner):
        return Weight.MINOR, "It changes what is shown on the way."
    if one.new is None:
        asks = _asks_for_something(owner, one.at.address.removesuffix(".when"), around)
        return (Weight.MAJOR, _NEWLY_ASKED) if asks else _WAY
    if one.old is None:
        return Weight.MAJOR, _PASSED_OVER
    if _followed(one.old, around.names) == one.new:
        return _FOLLOWS
    return Weight.MAJOR, "It cannot be told that everybody is still asked who was asked before, and nobody else."


def _is_answered(owner: Shape) -> bool:
    entries = owner.ask if isinstance(owner, Step) else (owner,)
    return not all(isinstance(entry, Show) for entry in entries)


_TOKEN = re.compile(r"'[^'\\]*'|\"[^\"\\]*\"|[A-Za-z_][A-Za-z0-9_]*|[^A-Za-z_]")


def _followed(expression: str, names: Mapping[str, str]) -> str:
    """Return an expression as it reads after a renaming: in names, and in texts that are a value or a name whole."""
    return _TOKEN.sub(lambda found: _renamed_token(found[0], names), expression)


def _renamed_token(token: str, names: Mapping[str, str]) -> str:
    quote = token[0] if len(token) > 1 and token[0] in "'\"" else ""
    inner = token.removeprefix(quote).removesuffix(quote) if quote else token
    return f"{quote}{names.get(inner, inner)}{quote}"


def _adds_only(old: str, new: str, sign: str) -> bool:
    """
    Whether an expression is the older one and a sign and something more, and the sign holds the two together.

    `OLD || MORE` is at least as often true as OLD, and `OLD && MORE` at most as often. Only the plain form
    is known: with a sign that binds more loosely anywhere, it would have to be read to be sure.
    """
    for start in (f"({old})", old):
        rest = new[len(start) :].lstrip()
        looser = ("?",) if sign == "||" else ("?", "||")
        inside = rest if start != old else new
        if new.startswith(start) and rest.startswith(sign) and not any(each in inside for each in looser):
            return True
    return False


PART = Rule("by what is added or removed", _part)
DUTY = Rule("by what is added or removed, otherwise minor", _duty)
CHECK_THAT = Rule("major, unless it plainly takes more", _check_that)
STOP_WHEN = Rule("major, unless it plainly stops fewer", _stop_when)
ASKED_WHEN = Rule("major where somebody is newly asked or passed over", _asked_when)
USED_BLOCK = Rule("major where it is another block, otherwise minor", _used_block)
MESSAGE = Rule("minor; a translation patch", _message)
