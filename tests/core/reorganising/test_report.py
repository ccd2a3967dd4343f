"""What meets when councils become others, in sentences: Surrey of 2027 and Cumbria of 2023, with invented services."""

import dataclasses
import datetime as dt
import json
from typing import Any

from tests.support.patterns import pattern_files
from tests.support.register import the_register

from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.effective import Effective, effective_of
from commonwheel.core.reorganising.agreements import Agreed, Around
from commonwheel.core.reorganising.fields import fields_of
from commonwheel.core.reorganising.plan import Plan, plan_of_register, read_plan
from commonwheel.core.reorganising.report import Joining, Report, rehearse
from commonwheel.core.reorganising.running import Requests, Route, Run, Running

SURREY = plan_of_register(the_register(), on=dt.date(2027, 4, 1)).kept_to(["surrey"])
CUMBRIA = plan_of_register(the_register(), on=dt.date(2023, 4, 1)).kept_to(["cumbria"])
DEPOT = Route("EMAIL", "Depot", "depot@woking.example")
BINS = "commonwheel-examples/report-missed-bin"


def service(name: str = "report-missed-bin", *changes: tuple[str, str], **settings: Any) -> Effective:
    files = pattern_files(name)
    for before, after in changes:
        assert before in files["pattern.yaml"].decode()
        files["pattern.yaml"] = files["pattern.yaml"].replace(before.encode(), after.encode(), 1)
    bundle = read_folder(files).bundle
    assert bundle is not None
    made = effective_of(bundle)
    return effective_of(bundle, {**made.settings, **settings})


def run(effective: Effective | None = None, **more: Any) -> Run:
    effective = effective or service()
    values: dict[str, Any] = {
        "pattern": effective.pattern.full_name, "slug": effective.pattern.pattern, "title": effective.pattern.title,
        "version": effective.pattern.version, "is_live": True, "fields": fields_of(effective),
    }  # fmt: skip
    return Run(**{**values, **more})


def council(name: str, *services: Run, **more: Any) -> Running:
    return Running(id=name, slug=name, name=the_register().get(name).name.full, services=services, **more)


def report(plan: Plan, *running: Running) -> Report:
    ids = {*plan.into, *plan.ending}
    names = {each: the_register().get(each).name.full for each in ids}
    return rehearse(running, Around(plan, names, counties={"surrey", "cumbria"}))


def at(found: Report, new: str) -> Joining:
    return next(each for each in found.joinings if each.council == new)


def test_a_setting_that_differs_is_listed_with_the_value_of_each_council() -> None:
    found = report(
        SURREY,
        council("elmbridge", run(service(return_days=3))),
        council("tandridge", run(service(return_days=3))),
        council("mole-valley", run()),
        council("woking", run(service(return_days=9))),
    )
    (meeting,) = at(found, "east-surrey").meetings
    (conflict,) = meeting.conflicts
    assert conflict.kind == "setting"
    assert conflict.values == {"elmbridge": "3", "mole-valley": "2", "tandridge": "3"}
    assert conflict.decided is None
    both = "Elmbridge Borough Council and Tandridge District Council"
    assert f"is “3” at {both} and “2” at Mole Valley District Council." in conflict.says
    (alone,) = at(found, "west-surrey").meetings
    assert alone.conflicts == ()
    assert alone.at == ("woking",)
    assert "run by Woking Borough Council only" in alone.says[0]
    assert found.undecided == 1


def test_fees_words_and_rules_that_differ_are_told_apart() -> None:
    words = ("title: Subscribe to garden waste collections", "title: Have your garden waste collected")
    garden = service("garden-waste-subscription", words, price_first=6050, reduced=False)
    found = report(
        SURREY, council("woking", run(service("garden-waste-subscription"))), council("waverley", run(garden))
    )
    (meeting,) = at(found, "west-surrey").meetings
    kinds = {each.address: (each.kind, dict(each.values)) for each in meeting.conflicts}
    assert kinds["settings.price_first"] == ("fee", {"waverley": "£60.50", "woking": "£50.00"})
    assert kinds["settings.reduced"] == ("setting", {"waverley": "No", "woking": "Yes"})
    assert kinds["title"][0] == "words"
    assert len(kinds) == 3


def test_what_only_one_council_has_is_a_conflict_too_and_long_words_are_cut_in_the_sentence() -> None:
    long = ("title: Report a missed bin collection\n", f"title: Report a missed bin collection {'very ' * 20}much\n")
    found = report(SURREY, council("woking", run()), council("waverley", run(service("report-missed-bin", long))))
    (conflict,) = at(found, "west-surrey").meetings[0].conflicts
    assert "…”" in conflict.says
    assert conflict.values["waverley"].endswith("much")
    fields = dict(fields_of(service()))
    del fields["title"]
    lacking = report(SURREY, council("waverley", run(fields=fields)), council("woking", run()))
    (conflict,) = at(lacking, "west-surrey").meetings[0].conflicts
    assert conflict.values == {"waverley": "", "woking": "Report a missed bin collection"}
    assert "nothing at Waverley Borough Council" in conflict.says


def test_versions_places_in_addresses_and_systems_that_differ_are_said() -> None:
    found = report(
        SURREY,
        council("woking", run(version="1.0.0", slug="bins", route=DEPOT)),
        council("waverley", run()),
        council("west-surrey", run(is_live=False)),
    )
    (meeting,) = at(found, "west-surrey").meetings
    said = {each.kind: each.says for each in meeting.conflicts}
    assert set(said) == {"version", "address", "system"}
    assert said["system"].startswith("The system where requests are worked is nothing at Waverley Borough Council")
    assert said["address"].endswith("The new council has “report-missed-bin”.")
    assert found.undecided == 1, "where requests are worked nobody has said at the new council"
    assert "West Surrey Council has set it up, and not put it live yet" in " ".join(meeting.says)


def test_what_the_new_council_decided_stands_beside_what_was() -> None:
    fields = dict(fields_of(service()))
    del fields["settings.return_days"]
    parts = council("woking", run(service(return_days=9))), council("waverley", run())
    decided = report(SURREY, *parts, council("west-surrey", run(service(return_days=4))))
    (conflict,) = at(decided, "west-surrey").meetings[0].conflicts
    assert conflict.decided == "4"
    dropped = report(SURREY, *parts, council("west-surrey", run(fields=fields)))
    (conflict,) = at(dropped, "west-surrey").meetings[0].conflicts
    assert conflict.decided == ""


def test_what_the_new_council_is_settling_is_not_decided_yet() -> None:
    parts = council("woking", run(service(return_days=9))), council("waverley", run())
    values: dict[str, Any] = {"is_live": False, "has_draft": True}
    drafting = run(**values, drafted=fields_of(service(return_days=9)))
    found = report(SURREY, *parts, council("west-surrey", drafting))
    (conflict,) = at(found, "west-surrey").meetings[0].conflicts
    assert (conflict.decided, conflict.drafted) == (None, "9")
    assert conflict.says.endswith("The new council's draft has “9”.")
    assert found.undecided == 1
    unread = report(SURREY, *parts, council("west-surrey", run(**values)))
    (conflict,) = at(unread, "west-surrey").meetings[0].conflicts
    assert (conflict.decided, conflict.drafted) == (None, None)


def test_one_place_where_all_have_requests_worked_is_taken_over_where_no_secret_is_needed() -> None:
    def said(*routes: Route | None, decided: Route | None = None) -> str:
        parts = [council(name, run(route=each)) for name, each in zip(("waverley", "woking"), routes, strict=True)]
        found = report(SURREY, *parts, council("west-surrey", run(route=decided)))
        return " ".join(at(found, "west-surrey").meetings[0].says)

    by_webhook = Route("WEBHOOK", "Depot", "https://depot.example/")
    assert "worked in Depot, by email to depot@woking.example: so are those of West Surrey Council" in said(
        DEPOT, DEPOT
    )
    assert "has a secret of its own for that, so West Surrey Council sets it up anew" in said(by_webhook, by_webhook)
    for routes in ((DEPOT, None), (None, DEPOT), (DEPOT, by_webhook), (Route("HERE"), Route("HERE"))):
        assert "are worked in" not in said(*routes)
    assert "are worked in" not in said(DEPOT, DEPOT, decided=Route("HERE"))
    assert Route("CSV", "Depot").says == "Depot, in daily files"


def test_one_address_of_two_services_is_a_clash() -> None:
    other = run(pattern="elsewhere/bins")
    found = report(SURREY, council("woking", run()), council("waverley", other), council("runnymede", run()))
    (clash,) = at(found, "west-surrey").clashes
    assert clash.values["waverley"] == "elsewhere/bins"
    assert clash.says.startswith("The address /report-missed-bin/ is ")
    assert found.undecided == 1


def test_requests_that_move_and_that_stay_are_counted_and_said() -> None:
    county = run(
        going={"east-surrey": Requests(3, 2), "west-surrey": Requests(1, 0)},
        staying={"place": Requests(1, 1), "system": Requests(0, 4)},
        has_draft=True,
    )
    found = report(
        SURREY,
        council(
            "surrey",
            county,
            residents=5,
            started=1,
            staff=2,
            addresses=1,
            named_by=("“permits” of Kent County Council",),
            agreements=(Agreed(slug="permits", duty="parking-permits", holder="", holder_name="Wheels Ltd"),),
            host="services.surrey.example",
        ),
        council("east-surrey", run()),
    )
    (meeting,) = at(found, "east-surrey").meetings
    assert (meeting.going, meeting.is_set_up) == (Requests(3, 2), True)
    assert "3 open requests and 2 closed ones come to East Surrey Council." in meeting.says
    assert "A change of it is being prepared at Surrey County Council" in " ".join(meeting.says)
    (ending,) = found.endings
    assert ending.requests == Requests(5, 7)
    assert ending.into == ("east-surrey", "west-surrey")
    said = "\n".join(ending.says)
    assert "East Surrey Council and West Surrey Council follow it." in said
    assert "4 open requests and 2 closed ones move, with their references." in said
    assert "4 requests cannot move: worked in another system" in said
    assert "2 requests cannot move: at a place that does not say" in said
    assert "5 accounts of residents keep their requests" in said
    assert "1 form begun and not sent" in said
    assert "2 people work for it" in said
    assert "1 address of its register will be in that of East Surrey Council and West Surrey Council too." in said
    assert "Its agreement “permits” with Wheels Ltd goes on at East Surrey Council." in said
    assert "The agreement “permits” of Kent County Council names it: that council declares it anew." in said
    assert [each.council for each in ending.agreements] == ["east-surrey", "west-surrey"]
    assert "Its host name services.surrey.example" in said
    assert at(found, "west-surrey").is_here is False
    assert "no place on this node yet" in " ".join(at(found, "west-surrey").says)
    assert meeting.at == ("surrey",)
    assert "until it has, its requests stay" in " ".join(at(found, "west-surrey").meetings[0].says)


def test_addresses_lead_to_the_same_service_of_the_new_council() -> None:
    found = report(
        SURREY,
        council("surrey", run(slug="bins")),
        council("woking", run()),
        council("epsom-and-ewell", run(slug="bins"), run(pattern="elsewhere/trees")),
        council("east-surrey", run(), host="east.example"),
        council("west-surrey"),
    )
    said = {ending.council: {each.before: each.after for each in ending.redirects} for ending in found.endings}
    assert said["surrey"] == {"/surrey/": ("https://east.example/", "/west-surrey/")}
    assert said["woking"] == {"/woking/": ("/west-surrey/",)}
    assert said["epsom-and-ewell"] == {
        "/epsom-and-ewell/": ("https://east.example/",),
        "/epsom-and-ewell/bins/": ("https://east.example/report-missed-bin/",),
    }
    lonely = report(SURREY, council("woking"))
    assert [each.after for each in lonely.endings[0].redirects] == [("/west-surrey/",)]
    assert "No requests move." in lonely.endings[0].says


def test_cumbria_is_played_as_it_came_out() -> None:
    districts = [council(each, run(going={CUMBRIA.followers(each)[0]: Requests(2, 1)})) for each in CUMBRIA.ending
                 if each != "cumbria"]  # fmt: skip
    found = report(CUMBRIA, *districts, council("cumberland", run()), council("westmorland-and-furness", run()))
    assert {each.council: each.meetings[0].at for each in found.joinings} == {
        "cumberland": ("allerdale", "carlisle", "copeland"),
        "westmorland-and-furness": ("barrow-in-furness", "eden", "south-lakeland"),
    }
    assert [each.meetings[0].going for each in found.joinings] == [Requests(6, 3), Requests(6, 3)]
    assert [each.missing for each in found.joinings] == [("cumbria",), ("cumbria",)]
    said = {each.council: each.says[0] for each in found.endings}
    assert said["eden"] == "Eden District Council ends; Westmorland and Furness Council follows it."
    assert found.undecided == 0


def test_the_report_is_json() -> None:
    found = report(SURREY, council("woking", run(service(return_days=9))), council("waverley", run()))
    told = json.loads(json.dumps(found.as_json()))
    assert told["on"] == "2027-04-01"
    assert told["undecided"] == 1
    assert told["new"][1]["meetings"][0]["conflicts"][0]["values"] == {"waverley": "2", "woking": "9"}
    assert [each["council"] for each in told["ending"]] == ["waverley", "woking"]


def test_blocks_and_lists_are_looked_at() -> None:
    fields = fields_of(service())
    assert fields["settings.containers"].value.splitlines()[0] == "Rubbish bin"
    assert any(address.startswith("messages.") for address in fields)
    assert any(each.kind == "rule" for each in fields.values())
    with_block = fields_of(service("resident-parking-permit"))
    assert any(address.startswith("blocks.") for address in with_block)
    assert dataclasses.is_dataclass(fields["title"])


def test_a_plan_of_ones_own_is_rehearsed_as_the_register_is() -> None:
    plan = read_plan(b"on: 2027-04-01\ninto:\n  south: [woking, waverley]\n")
    names = {"south": "South Council", "woking": "Woking", "waverley": "Waverley"}
    found = rehearse([council("woking", run())], Around(plan, names))
    assert found.joinings[0].says[0] == "South Council is made of Waverley and Woking."
    assert found.joinings[0].missing == ("waverley",)
    whole = rehearse([council("woking", run()), council("waverley")], Around(plan, names))
    assert whole.joinings[0].missing == ()
    assert not any("Not on this node" in each for each in whole.joinings[0].says)
