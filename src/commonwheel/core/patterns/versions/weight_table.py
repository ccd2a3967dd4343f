"""The weight of each key of the language. A key that is new to it fails a test until it stands here."""

from collections.abc import Mapping

from commonwheel.core.patterns.model import casework, companions, keeping, pattern, questions
from commonwheel.core.patterns.model import settings as setting
from commonwheel.core.patterns.model.keys import Shape
from commonwheel.core.patterns.versions import weighing as by
from commonwheel.core.patterns.versions import weighing_parts as parts
from commonwheel.core.patterns.versions.weighing import Rule

_NAMED = {"id": by.IDENTITY, "was": by.WAS}
_PART = {**_NAMED, "protected": by.BOUNDS_OF_LAYERS}
_BOUNDS = {"min": by.LEAST, "max": by.MOST}
_RELEASE = {
    "language": by.READERS, "version": by.PAPERS, "title": by.WORDS, "publisher": by.IDENTITY, "licence": by.TERMS,
    "facts": by.DATA, "settings": parts.PART,
}  # fmt: skip

WEIGHTS: Mapping[type[Shape], Mapping[str, Rule]] = {
    # The service
    pattern.Pattern: {
        **_RELEASE, "pattern": by.IDENTITY, "summary": by.WORDS, "need": by.FINDING, "duty": parts.DUTY,
        "events": by.FINDING, "protect": by.DATA, "data": by.DATA, "steps": parts.PART, "stops": parts.PART,
        "fee": by.FEE, "renew": by.CLOCK, "book": by.CASE, "case": by.CASE, "then": parts.PART, "measures": by.DATA,
        "undecided": by.PAPERS,
    },
    pattern.Block: {**_RELEASE, "block": by.IDENTITY, "ask": parts.PART},
    pattern.Licence: {"code": by.TERMS, "words": by.TERMS},
    pattern.Need: {"lgsl": by.FINDING, "lgil": by.FINDING},
    pattern.DutyCase: {"id": by.IDENTITY, "when": by.ROUTE, "duty": by.ROUTE, "need": by.FINDING},
    pattern.Step: {
        **_PART, "title": by.WORDS, "text": by.WORDS, "when": parts.ASKED_WHEN, "ask": parts.PART,
    },
    pattern.Stop: {
        **_PART, "when": parts.STOP_WHEN, "title": by.WORDS, "text": by.WORDS, "start": by.ROUTE,
        "law": by.LAW_OF_STOP,
    },
    keeping.Data: {
        "power": by.WORDS, "basis": by.DATA, "special": by.DATA, "keep": by.DATA, "then": by.DATA,
    },
    keeping.Keep: {"days": by.DATA, "months": by.DATA, "years": by.DATA, "from": by.DATA},
    # Questions
    questions.Protected: {"because": by.WORDS, "source": by.WORDS},
    questions.Check: {**_NAMED, "that": parts.CHECK_THAT, "say": by.WORDS},
    questions.Option: {"value": by.IDENTITY, "label": by.WORDS, "hint": by.WORDS, "was": by.WAS},
    questions.Asked: {**_PART, "when": parts.ASKED_WHEN, "type": by.TYPE},
    questions.Answerable: {
        "label": by.WORDS, "hint": by.WORDS, "optional": by.OPTIONAL, "missing": by.WORDS, "check": parts.PART,
        "keep": by.DATA, "facts": by.DATA,
    },
    questions.Text: {**_BOUNDS, "default": by.DEFAULT},
    questions.LongText: _BOUNDS,
    questions.Choice: {"options": parts.PART},
    questions.Radios: {"default": by.DEFAULT},
    questions.Select: {"default": by.DEFAULT},
    questions.Checkboxes: _BOUNDS,
    questions.NumberAnswer: {**_BOUNDS, "decimals": by.DECIMALS, "default": by.DEFAULT},
    questions.Money: _BOUNDS,
    questions.YesNo: {"default": by.DEFAULT},
    questions.Date: _BOUNDS,
    questions.Time: _BOUNDS,
    questions.File: {**_BOUNDS, "accept": by.ACCEPTED, "max_mb": by.MOST},
    questions.Address: {"within": by.WITHIN},
    questions.Place: {"within": by.WITHIN},
    questions.Show: {"text": by.WORDS},
    questions.Group: {**_BOUNDS, "ask": parts.PART, "entry": by.WORDS},
    questions.Use: {**_PART, "use": parts.USED_BLOCK, "when": parts.ASKED_WHEN},
    # Settings
    setting.SettingBase: {
        **_NAMED, "type": by.TYPE, "label": by.WORDS, "hint": by.WORDS, "decide": by.DECIDED,
    },
    setting.IntegerSetting: {**_BOUNDS, "default": by.DEFAULT_OF_SETTING},
    setting.NumberSetting: {**_BOUNDS, "default": by.DEFAULT_OF_SETTING},
    setting.MoneySetting: {**_BOUNDS, "default": by.DEFAULT_OF_SETTING},
    setting.TextSetting: {"max": by.MOST, "default": by.DEFAULT_OF_TEXT},
    setting.YesNoSetting: {"default": by.DEFAULT_OF_SETTING},
    setting.DateSetting: {**_BOUNDS, "default": by.DEFAULT_OF_SETTING},
    setting.TimeSetting: {"default": by.DEFAULT_OF_SETTING},
    setting.OptionsSetting: {"default": parts.PART},
    setting.ContactSetting: {"default": by.DEFAULT_OF_SETTING},
    # After sending
    casework.Case: {"reference": by.CASE, "clocks": parts.PART, "states": parts.PART},
    casework.Clock: {
        **_PART, "label": by.WORDS, "nations": by.CLOCK, "length": by.CLOCK, "calendar": by.CLOCK, "starts": by.CLOCK,
        "pauses": by.CLOCK, "disregards": by.CLOCK, "restarts": by.CLOCK, "longer": parts.PART, "ends": by.CLOCK,
        "law": by.LAW_OF_CLOCK,
    },
    casework.Length: dict.fromkeys(("hours", "days", "working_days", "school_days", "months"), by.CLOCK),
    casework.Longer: {"id": by.IDENTITY, "after": by.CLOCK, "length": by.CLOCK, "until": by.CLOCK},
    casework.Tell: {"resident": by.MESSAGES, "officer": by.MESSAGES},
    casework.After: dict.fromkeys(("length", "until", "calendar", "go"), by.CLOCK),
    casework.State: {
        **_PART, "label": by.WORDS, "hint": by.WORDS, "nations": by.NATIONS_OF_STATE, "next": by.NEXT,
        "final": by.CASE, "tell": by.MESSAGES, "reason": by.REASON, "ask": parts.PART, "on": by.CLOCK,
        "after": by.CLOCK,
    },
    casework.Fee: {"pay": by.FEE, "lines": parts.PART},
    casework.FeeLine: {**_NAMED, "label": by.WORDS, "amount": by.FEE, "when": by.FEE},
    casework.Every: {"months": by.CLOCK, "years": by.CLOCK},
    casework.Renew: {
        "every": by.CLOCK, "starts": by.CLOCK, "from": by.CLOCK, "notice_days": by.CLOCK, "tell": by.MESSAGES,
    },
    casework.Book: {"calendar": by.CASE, "ask": by.CASE, "minutes": by.CASE},
    casework.Then: {
        "id": by.IDENTITY, "start": by.ROUTE, "label": by.WORDS, "when": by.ROUTE, "carry": by.DATA,
    },
    # Files beside the pattern
    companions.MessageHead: {
        "subject": by.WORDS, "sms": by.SMS, "of": by.WORDS, "state": by.WORDS, "by": by.WORDS, "on": by.WORDS,
    },
    companions.Translated: dict.fromkeys(("of", "text", "state", "by", "on"), by.WORDS),
    companions.Example: dict.fromkeys(
        ("language", "id", "today", "settings", "account", "authority", "answers", "expect", "then"), by.PAPERS
    ),
    companions.Expected: dict.fromkeys(
        ("pages", "stop", "duty", "fee_pence", "case", "messages"), by.PAPERS
    ),
    companions.ExpectedCase: dict.fromkeys(("state", "due_on", "runs_until"), by.PAPERS),
    companions.Move: dict.fromkeys(("go", "notice", "on", "ask", "expect"), by.PAPERS),
}  # fmt: skip
"""By the kind of part, then by the name of the key in files; a kind has the keys of the kinds it is one of."""

FILES: Mapping[str, Rule] = {
    "messages": parts.MESSAGE, "message text": by.WORDS, "translations": by.WORDS, "blocks": by.PAPERS,
    "examples": by.PAPERS, "guidance.md": by.WORDS, "CHANGELOG.md": by.WORDS,
}  # fmt: skip
"""By the kind of file beside the pattern. A copy of a block that nothing uses says nothing to anybody."""


def rule_of(shape: type[Shape], name: str) -> Rule | None:
    """Return the rule of a key; None where it has none, as the keys of layers."""
    return next((WEIGHTS[kind][name] for kind in shape.__mro__ if name in WEIGHTS.get(kind, {})), None)
