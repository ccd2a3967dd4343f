"""
The days on which an answer is due under the four laws on information, worked out by hand.

`UK` stands for England, Wales and Northern Ireland, where a bank holiday in any part of the United Kingdom does not
count; in Scotland only a Scottish one does not. "(Mon 13)" is a working day of the week that does not count.
Sources: docs/sources.md#freedom-of-information-act-2000 and the three beside it.
"""

import datetime as dt
import functools
import zoneinfo
from pathlib import Path
from typing import Any

import pytest

from commonwheel.core.casework.clocks import Due, due
from commonwheel.core.casework.entries import Entered, counted
from commonwheel.core.patterns.model.casework import Case
from commonwheel.core.patterns.model.nations import case_in
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.integrations.bank_holidays.carried import carried_calendars

LONDON = zoneinfo.ZoneInfo("Europe/London")
FOLDER = Path(__file__).parents[2] / "patterns" / "ask-for-information"
UK = ("england", "wales", "northern-ireland")
EVERYWHERE = (*UK, "scotland")
Step = tuple[str, str, dict[str, Any]]


@functools.cache
def pattern(nation: str) -> Case:
    files = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    bundle = read_folder(files).bundle
    assert bundle is not None
    return case_in(bundle.pattern.case, nation)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


def running(nation: str, received: str, *steps: Step) -> dict[str, Due]:
    """Return the clocks of a request, by id, after some moves: state, when it was written down, what was answered."""
    case = pattern(nation)
    moves = [Entered("received", at(received)), *(Entered(state, at(when), more) for state, when, more in steps)]
    entries = counted(case, moves, timezone=LONDON)
    calendars = carried_calendars()
    found = {
        clock.id: due(clock, received_at=at(received), entries=entries, calendars=calendars, timezone=LONDON)
        for clock in case.clocks
    }
    return {name: ends for name, ends in found.items() if ends is not None}


def answer_due(nation: str, received: str, *steps: Step) -> dt.date:
    clocks = running(nation, received, *steps)
    name = "answer-scotland" if nation == "scotland" else "answer"
    assert clocks[name].running
    assert not clocks[name].provisional
    return clocks[name].on


def later(date: str, days: int) -> str:
    return f"{day(date) + dt.timedelta(days=days)} 09:00"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("nations", "received", "expected"),
    [
        # Christmas and New Year. Mon 7 Dec 2026 is day 0: Fri 11 = 4, Fri 18 = 9, Thu 24 = 13, (Fri 25), (Mon 28),
        # Tue 29 = 14, Thu 31 = 16, (Fri 1 Jan), (Mon 4, for 2 January in Scotland), Tue 5 = 17, Fri 8 = 20.
        (EVERYWHERE, "2026-12-07 10:00", "2027-01-08"),
        # 2 January, a Friday in 2026. Wed 3 Dec 2025 is day 0: Fri 5 = 2, Fri 12 = 7, Fri 19 = 12, Wed 24 = 15,
        # (Thu 25), (Fri 26), Mon 29 = 16, Wed 31 = 18, (Thu 1), (Fri 2), Mon 5 = 19, Tue 6 = 20.
        (EVERYWHERE, "2025-12-03 10:00", "2026-01-06"),
        # St Patrick's Day, Tue 17 March 2026. Mon 2 is day 0: Fri 6 = 4, Fri 13 = 9, Mon 16 = 10, (Tue 17),
        # Wed 18 = 11, Fri 20 = 13, Fri 27 = 18, Mon 30 = 19, Tue 31 = 20.
        (UK, "2026-03-02 10:00", "2026-03-31"),
        # In Scotland Tue 17 = 11, Fri 20 = 14, Fri 27 = 19, Mon 30 = 20.
        (("scotland",), "2026-03-02 10:00", "2026-03-30"),
        # Easter. Mon 23 March 2026 is day 0: Fri 27 = 4, Thu 2 April = 8, (Good Friday 3), (Easter Mon 6), Tue 7 = 9,
        # Fri 10 = 12, Fri 17 = 17, Mon 20 = 18, Tue 21 = 19, Wed 22 = 20.
        (UK, "2026-03-23 10:00", "2026-04-22"),
        # In Scotland (Good Friday 3), but Easter Mon 6 = 9, Fri 10 = 13, Fri 17 = 18, Mon 20 = 19, Tue 21 = 20.
        (("scotland",), "2026-03-23 10:00", "2026-04-21"),
        # Received on Good Friday 3 April 2026: (Mon 6), Tue 7 = 1, Fri 10 = 4, Fri 17 = 9, Fri 24 = 14, Fri 1 May = 19,
        # (Mon 4 May), Tue 5 = 20.
        (UK, "2026-04-03 10:00", "2026-05-05"),
        # In Scotland Easter Mon 6 = 1, Fri 10 = 5, Fri 17 = 10, Fri 24 = 15, Fri 1 May = 20.
        (("scotland",), "2026-04-03 10:00", "2026-05-01"),
        # The Twelfth, a Monday in 2027. Fri 25 June is day 0: Fri 2 July = 5, Fri 9 = 10, (Mon 12), Fri 16 = 14,
        # Fri 23 = 19, Mon 26 = 20; in Scotland Mon 12 = 11, Fri 16 = 15, Fri 23 = 20.
        (UK, "2027-06-25 10:00", "2027-07-26"),
        (("scotland",), "2027-06-25 10:00", "2027-07-23"),
        # In 2026 the Twelfth is a Sunday, kept on Mon 13. Wed 1 July is day 0: Fri 3 = 2, Fri 10 = 7, (Mon 13),
        # Fri 17 = 11, Fri 24 = 16, Thu 30 = 20; in Scotland Mon 13 = 8, Fri 17 = 12, Fri 24 = 17, Wed 29 = 20.
        (UK, "2026-07-01 10:00", "2026-07-30"),
        (("scotland",), "2026-07-01 10:00", "2026-07-29"),
        # Scotland's August bank holiday, Mon 3. Mon 20 July 2026 is day 0: Fri 24 = 4, Fri 31 = 9, (Mon 3 Aug),
        # Tue 4 = 10, Fri 7 = 13, Fri 14 = 18, Mon 17 = 19, Tue 18 = 20. It counts nowhere.
        (EVERYWHERE, "2026-07-20 10:00", "2026-08-18"),
        # The other one, Mon 31. Mon 10 August is day 0: Fri 14 = 4, Fri 21 = 9, Fri 28 = 14, (Mon 31), Tue 1 Sep = 15,
        # Fri 4 = 18, Mon 7 = 19, Tue 8 = 20; in Scotland Mon 31 = 15, Fri 4 = 19, Mon 7 = 20.
        (UK, "2026-08-10 10:00", "2026-09-08"),
        (("scotland",), "2026-08-10 10:00", "2026-09-07"),
        # St Andrew's Day, Mon 30 November 2026. Mon 2 is day 0: Fri 6 = 4, Fri 13 = 9, Fri 20 = 14, Fri 27 = 19,
        # (Mon 30), Tue 1 Dec = 20. In 2027 it is a Tuesday. Mon 8 is day 0: Fri 12 = 4, Fri 19 = 9, Fri 26 = 14,
        # Mon 29 = 15, (Tue 30), Wed 1 Dec = 16, Fri 3 = 18, Mon 6 = 19, Tue 7 = 20.
        (EVERYWHERE, "2026-11-02 10:00", "2026-12-01"),
        (EVERYWHERE, "2027-11-08 10:00", "2027-12-07"),
        # At a weekend. Sat 31 October and Sun 1 November 2026: Mon 2 = 1, Fri 6 = 5, Fri 13 = 10, Fri 20 = 15, Fri 27 = 20.
        (EVERYWHERE, "2026-10-31 10:00", "2026-11-27"),
        (EVERYWHERE, "2026-11-01 23:30", "2026-11-27"),
        # At half past eleven in the evening it is still that day; in summer Greenwich is an hour behind.
        (EVERYWHERE, "2026-11-02 23:30", "2026-12-01"),
        # Tue 30 June 2026, 23:30: Fri 3 July = 3, Fri 10 = 8, (Mon 13), Fri 17 = 12, Fri 24 = 17, Wed 29 = 20;
        # in Scotland Fri 17 = 13, Fri 24 = 18, Tue 28 = 20. An hour later it is Wednesday: a day later, as above.
        (UK, "2026-06-30 23:30", "2026-07-29"),
        (UK, "2026-07-01 00:30", "2026-07-30"),
        (("scotland",), "2026-06-30 23:30", "2026-07-28"),
        (("scotland",), "2026-07-01 00:30", "2026-07-29"),
    ],
)  # fmt: skip
def test_the_answer_is_due_on_the_twentieth_working_day(nations: tuple[str, ...], received: str, expected: str) -> None:
    assert {nation: answer_due(nation, received) for nation in nations} == dict.fromkeys(nations, day(expected))


@pytest.mark.parametrize(
    ("nations", "received", "replied", "written", "expected"),
    [
        # Replied on Fri 13 November 2026 at 23:30: Mon 16 = 1, Fri 20 = 5, Fri 27 = 10, (Mon 30), Fri 4 Dec = 14,
        # Fri 11 = 19, Mon 14 = 20.
        (EVERYWHERE, "2026-11-02", "2026-11-13", "2026-11-13 23:30", "2026-12-14"),
        # By email on Sat 14, read on Tue 17: from the Saturday, so the same.
        (EVERYWHERE, "2026-11-02", "2026-11-14", "2026-11-17 09:00", "2026-12-14"),
        # Read on Mon 16, but received on Mon 16 too: Fri 20 = 4, Fri 27 = 9, (Mon 30), Fri 4 = 13, Fri 11 = 18, Tue 15 = 20.
        (EVERYWHERE, "2026-11-02", "2026-11-16", "2026-11-16 09:00", "2026-12-15"),
        # Over St Patrick's Day. Replied on Mon 16 March 2026: (Tue 17), Wed 18 = 1, Fri 20 = 3, Fri 27 = 8, Thu 2 April
        # = 12, (Fri 3), (Mon 6), Fri 10 = 16, Mon 13 = 17, Thu 16 = 20.
        (UK, "2026-03-02", "2026-03-16", "2026-03-16 09:00", "2026-04-16"),
        # In Scotland Tue 17 = 1, Fri 20 = 4, Fri 27 = 9, Thu 2 April = 13, (Fri 3), Mon 6 = 14, Fri 10 = 18, Tue 14 = 20.
        (("scotland",), "2026-03-02", "2026-03-16", "2026-03-16 09:00", "2026-04-14"),
    ],
)  # fmt: skip
def test_the_time_starts_again_on_the_day_the_reply_is_received(
    nations: tuple[str, ...], received: str, replied: str, written: str, expected: str
) -> None:
    steps: tuple[Step, ...] = (
        ("clarifying", later(received, 3), {"question": "Which?"}),
        ("clarified", written, {"clarified_on": replied}),
    )
    found = {nation: answer_due(nation, f"{received} 10:00", *steps) for nation in nations}
    assert found == dict.fromkeys(nations, day(expected))


@pytest.mark.parametrize("nation", EVERYWHERE)
def test_while_a_question_waits_nothing_is_due(nation: str) -> None:
    clocks = running(nation, "2026-11-02 10:00", ("clarifying", "2026-11-05 15:00", {"question": "Which?"}))
    assert [ends.running for ends in clocks.values()] == [False]


@pytest.mark.parametrize(
    ("nations", "received", "noticed", "paid", "expected"),
    [
        # Mon 2 November 2026 is day 0: Fri 6 = 4. Mon 9 to Wed 18 are left out, both of them too. Thu 19 = 5, Fri 20 = 6,
        # Fri 27 = 11, (Mon 30), Fri 4 Dec = 15, Fri 11 = 20.
        (EVERYWHERE, "2026-11-02", "2026-11-09", "2026-11-18", "2026-12-11"),
        # Notice and payment on one day, Mon 9: Tue 10 = 5, Fri 13 = 8, Fri 20 = 13, Fri 27 = 18, (Mon 30), Tue 1 = 19, Wed 2 = 20.
        (EVERYWHERE, "2026-11-02", "2026-11-09", "2026-11-09", "2026-12-02"),
        # Paid on a Sunday, the 15th: Mon 9 to Fri 13 are left out. Mon 16 = 5, Fri 20 = 9, Fri 27 = 14, (Mon 30),
        # Fri 4 Dec = 18, Mon 7 = 19, Tue 8 = 20.
        (EVERYWHERE, "2026-11-02", "2026-11-09", "2026-11-15", "2026-12-08"),
        # Over Easter. Mon 16 March 2026 is day 0: (Tue 17), Fri 20 = 3, Fri 27 = 8. Mon 30 March to Tue 7 April are left
        # out. Wed 8 = 9, Fri 10 = 11, Fri 17 = 16, Mon 20 = 17, Thu 23 = 20.
        (UK, "2026-03-16", "2026-03-30", "2026-04-07", "2026-04-23"),
        # In Scotland Tue 17 = 1, Fri 20 = 4, Fri 27 = 9; Wed 8 = 10, Fri 10 = 12, Fri 17 = 17, Wed 22 = 20.
        (("scotland",), "2026-03-16", "2026-03-30", "2026-04-07", "2026-04-22"),
    ],
)  # fmt: skip
def test_the_days_from_a_fees_notice_to_its_payment_do_not_count(
    nations: tuple[str, ...], received: str, noticed: str, paid: str, expected: str
) -> None:
    steps: tuple[Step, ...] = (
        ("fee-asked", f"{noticed} 11:00", {}),
        ("fee-paid", later(paid, 2), {"paid_on": paid}),
    )
    found = {nation: answer_due(nation, f"{received} 10:00", *steps) for nation in nations}
    assert found == dict.fromkeys(nations, day(expected))


@pytest.mark.parametrize(
    ("nations", "received", "expected"),
    [
        # Tue 1 December 2026 is day 20, as above: Fri 4 = 23, Fri 11 = 28, Fri 18 = 33, Thu 24 = 37, (Fri 25), (Mon 28),
        # Tue 29 = 38, Wed 30 = 39, Thu 31 = 40.
        (EVERYWHERE, "2026-11-02", "2026-12-31"),
        # Tue 31 March 2026 is day 20: Thu 2 April = 22, (Fri 3), (Mon 6), Fri 10 = 26, Fri 17 = 31, Fri 24 = 36, Thu 30 = 40.
        (UK, "2026-03-02", "2026-04-30"),
        # In Scotland Mon 30 March is day 20: Thu 2 April = 23, (Fri 3), Mon 6 = 24, Fri 10 = 28, Fri 17 = 33, Fri 24 = 38, Tue 28 = 40.
        (("scotland",), "2026-03-02", "2026-04-28"),
    ],
)  # fmt: skip
def test_complex_and_voluminous_environmental_information_has_forty_days_from_receipt(
    nations: tuple[str, ...], received: str, expected: str
) -> None:
    step = ("extended", later(received, 18), {"is_environmental": True})
    found = {nation: answer_due(nation, f"{received} 10:00", step) for nation in nations}
    assert found == dict.fromkeys(nations, day(expected))


@pytest.mark.parametrize("nation", UK)
def test_while_the_public_interest_is_weighed_the_officers_date_counts(nation: str) -> None:
    step = ("weighing", "2026-11-30 09:00", {"exemption": "43(2)", "decide_by": "2026-12-18"})
    assert answer_due(nation, "2026-11-02 10:00", step) == day("2026-12-18")


def test_scotland_has_no_time_to_weigh_the_public_interest() -> None:
    assert "weighing" not in {state.id for state in pattern("scotland").states}
    assert "weighing" in {state.id for state in pattern("england").states}


ANSWERED: Step = ("answered", "2026-07-01 09:00", {"sent_how": "by email"})


@pytest.mark.parametrize(
    ("nations", "state", "expected"),
    [
        # Asked for on Sat 18 July 2026. Mon 20 = 1, Fri 24 = 5, Fri 31 = 10, (Mon 3 Aug), Fri 7 = 14, Fri 14 = 19, Mon 17 = 20.
        (UK, "review", "2026-08-17"),
        (("scotland",), "review", "2026-08-17"),
        # 40 days by regulation 11: Fri 21 = 24, Fri 28 = 29, (Mon 31), Fri 4 Sep = 33, Fri 11 = 38, Tue 15 = 40.
        (UK, "review-environment", "2026-09-15"),
    ],
)  # fmt: skip
def test_a_review_is_due_from_the_day_it_was_asked_for(nations: tuple[str, ...], state: str, expected: str) -> None:
    for nation in nations:
        clocks = running(nation, "2026-06-01 10:00", ANSWERED, (state, "2026-07-21 09:00", {"asked_on": "2026-07-18"}))
        assert [ends.on for ends in clocks.values() if ends.running] == [day(expected)]


@pytest.mark.parametrize("nation", EVERYWHERE)
@pytest.mark.parametrize("state", ["answered", "refused", "not-held", "vexatious", "transferred"])
def test_an_answer_meets_the_clock(nation: str, state: str) -> None:
    (ends,) = running(nation, "2026-11-02 10:00", (state, "2026-11-20 09:00", {})).values()
    assert ends.met_at == at("2026-11-20 09:00")
    assert not ends.running


@pytest.mark.parametrize(
    ("nation", "law"),
    [
        ("england", "Freedom of Information Act 2000, section 10"),
        ("wales", "Environmental Information Regulations 2004"),
        ("northern-ireland", "Freedom of Information Act 2000, section 10"),
        ("scotland", "Freedom of Information (Scotland) Act 2002, section 10"),
        ("scotland", "Environmental Information (Scotland) Regulations 2004"),
    ],
)
def test_the_clock_of_an_answer_cites_the_law_of_its_nation(nation: str, law: str) -> None:
    (clock,) = [clock for clock in pattern(nation).clocks if clock.starts == "received"]
    assert law in (clock.law or "")
