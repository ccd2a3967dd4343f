"""A council adopts a pattern, lays its settings over it, and opens it to residents."""

import datetime as dt
import re

import pytest
from tests.support.cast import Person
from tests.support.patterns import pattern_files

from commonwheel.apps.services import api as services
from commonwheel.apps.services.models import EffectivePattern, PatternSource, Service
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
FILES = pattern_files("report-missed-bin")


def adopt(council: CouncilView, **more: object) -> services.ServiceView:
    values = {"files": FILES, "phone": "01632 960 001", "actor": audit.SYSTEM, "now": NOW, **more}
    return services.adopt(council.id, **values)  # type: ignore[arg-type]


def layer_for(digest: str, **settings: str) -> str:
    lines = "".join(f"  {name}: {value}\n" for name, value in settings.items())
    return (
        "language: 1\nlayer: harbourside\npattern: commonwheel-examples/report-missed-bin\n"
        f"made_against:\n  version: 1.1.0\n  digest: {digest}\nsettings:\n{lines}"
    )


def test_an_adopted_service_keeps_its_files_and_is_not_live(council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        service = adopt(council_a)
        assert (service.slug, service.version, service.is_live) == ("report-missed-bin", "1.1.0", False)
        assert services.list_live_services(council_a.id) == ()
        row = Service.objects.of(council_a.id).get()
        assert set(row.source.files) == set(FILES)
        assert services.get_effective(service.digest).digest == service.digest


def test_adopting_twice_changes_nothing_more(council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        assert adopt(council_a) == adopt(council_a)
        assert Service.objects.of(council_a.id).count() == 1
    assert PatternSource.objects.count() == EffectivePattern.objects.count() == 1


def test_two_councils_with_the_same_settings_share_one_effective_pattern(
    council_a: CouncilView, council_b: CouncilView
) -> None:
    with council_scope(council_a.id):
        first = adopt(council_a)
    with council_scope(council_b.id):
        second = adopt(council_b)
    assert first.digest == second.digest
    assert EffectivePattern.objects.count() == 1


def test_a_layer_makes_another_effective_pattern(council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        plain = adopt(council_a)
        layer = layer_for(plain.digest, report_within_days="5")
        changed = services.set_layer(council_a.id, slug="report-missed-bin", layer=layer, actor=audit.SYSTEM, now=NOW)
        assert changed.digest != plain.digest
        assert services.get_effective(changed.digest).settings["report_within_days"] == 5
        assert services.get_effective(plain.digest).settings["report_within_days"] == 3


def test_a_layer_that_does_not_fit_is_refused_and_changes_nothing(council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        plain = adopt(council_a)
        with pytest.raises(services.PatternDoesNotCheck):
            services.set_layer(
                council_a.id,
                slug="report-missed-bin",
                layer=layer_for(plain.digest, report_within_days="99"),
                actor=audit.SYSTEM,
                now=NOW,
            )
        assert services.get_service(council_a.id, "report-missed-bin") == plain


@pytest.mark.parametrize("slug", ["track", "payment", "resume", "staff", "Bins", "a b", "-", "a/b", "x" * 62])
def test_a_service_has_no_place_at_which_it_would_not_be_reached(council_a: CouncilView, slug: str) -> None:
    with council_scope(council_a.id):
        with pytest.raises(services.SlugCannotBe, match=slug[:61]):
            adopt(council_a, slug=slug)
        assert services.list_services(council_a.id) == ()


def test_titles_are_kept_with_their_settings_filled_in(council_a: CouncilView) -> None:
    text = FILES["pattern.yaml"].replace(b"\ntitle: ", b"\ntitle: {{ settings.report_within_days | count }} ", 1)
    text = re.sub(rb"\ntitle: ([^\n]*)", rb'\ntitle: "\1"', text, count=1)
    with council_scope(council_a.id):
        service = adopt(council_a, files={**FILES, "pattern.yaml": text})
    assert service.title_in("en") == "3 Report a missed bin collection"


def test_two_services_have_not_the_same_place(council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        adopt(council_a, slug="bins")
        adopt(council_a, slug="bins")
        other = {**FILES, "pattern.yaml": FILES["pattern.yaml"].replace(b"pattern: report-missed-bin", b"pattern: b")}
        with pytest.raises(services.SlugCannotBe, match=r"place of .*/report-missed-bin already"):
            services.adopt(council_a.id, files=other, slug="bins", phone="1", actor=audit.SYSTEM, now=NOW)


def test_a_broken_pattern_is_refused_with_its_problems(council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        with pytest.raises(services.PatternDoesNotCheck) as refused:
            adopt(council_a, files={"pattern.yaml": b"language: 1\n"})
        assert refused.value.problems
        assert services.list_services(council_a.id) == ()


def put_live(council: CouncilView, person: Person, *, must_be_welsh: bool = False) -> services.ServiceView:
    return services.put_live(
        council.id,
        slug="report-missed-bin",
        signed_off_by=person.id,
        must_be_welsh=must_be_welsh,
        actor=audit.Actor("STAFF", str(person.id)),
        now=NOW,
    )


def test_a_service_goes_live_when_somebody_signs_it_off_and_comes_down_again(
    council_a: CouncilView, dev: Person
) -> None:
    with council_scope(council_a.id):
        adopt(council_a)
        assert put_live(council_a, dev).is_live
        assert put_live(council_a, dev).is_live
        assert [one.slug for one in services.list_live_services(council_a.id)] == ["report-missed-bin"]
        for _ in range(2):
            down = services.take_down(council_a.id, slug="report-missed-bin", actor=audit.SYSTEM, now=NOW)
            assert not down.is_live
        with pytest.raises(services.ServiceNotFound):
            services.get_live_service(council_a.id, "report-missed-bin")
        entries = AuditEntry.objects.filter(council_id=council_a.id, subject__startswith="service:").order_by("id")
        actions = [one.action for one in entries]
    assert actions == ["service-adopted", "service-put-live", "service-taken-down"]


def test_a_service_without_a_phone_number_stays_down(council_a: CouncilView, dev: Person) -> None:
    with council_scope(council_a.id):
        adopt(council_a, phone="")
        with pytest.raises(services.PhoneIsMissing):
            put_live(council_a, dev)


def test_unchecked_welsh_keeps_a_welsh_councils_service_down(council_a: CouncilView, dev: Person) -> None:
    files = {path: data for path, data in FILES.items() if not path.endswith(("cy.yaml", ".cy.md"))}
    with council_scope(council_a.id):
        adopt(council_a, files=files)
        with pytest.raises(services.TranslationsAreDrafts) as refused:
            put_live(council_a, dev, must_be_welsh=True)
        assert "title" in refused.value.addresses
        assert put_live(council_a, dev).is_live


def test_welsh_of_words_that_the_council_changed_has_to_be_checked(council_a: CouncilView, dev: Person) -> None:
    with council_scope(council_a.id):
        plain = adopt(council_a)
        assert put_live(council_a, dev, must_be_welsh=True).is_live
        services.take_down(council_a.id, slug=plain.slug, actor=audit.SYSTEM, now=NOW)
        changes = "changes:\n  - at: messages.received\n    set:\n      text: We have your report.\n"
        layer = layer_for(plain.digest, collection_days="Every day") + changes
        services.set_layer(council_a.id, slug=plain.slug, layer=layer, actor=audit.SYSTEM, now=NOW)
        with pytest.raises(services.TranslationsAreDrafts, match=r"messages/received\.md") as refused:
            put_live(council_a, dev, must_be_welsh=True)
    assert refused.value.addresses == ("messages/received.md", "settings.collection_days.default")


def test_a_live_service_of_a_welsh_council_takes_no_words_without_welsh(council_a: CouncilView, dev: Person) -> None:
    with council_scope(council_a.id):
        plain = adopt(council_a)
        put_live(council_a, dev, must_be_welsh=True)
        layer = layer_for(plain.digest, collection_days="Every day")
        with pytest.raises(services.TranslationsAreDrafts):
            services.set_layer(
                council_a.id, slug=plain.slug, layer=layer, must_be_welsh=True, actor=audit.SYSTEM, now=NOW
            )
        assert services.get_service(council_a.id, plain.slug).digest == plain.digest


def test_settings_with_which_nobody_can_finish_keep_a_service_down(council_a: CouncilView, dev: Person) -> None:
    with council_scope(council_a.id):
        plain = adopt(council_a)
        layer = layer_for(plain.digest, containers="[{value: crate, label: Crate}]")
        services.set_layer(council_a.id, slug=plain.slug, layer=layer, actor=audit.SYSTEM, now=NOW)
        with pytest.raises(services.NothingCanBeSent):
            put_live(council_a, dev)
        assert services.list_live_services(council_a.id) == ()


def test_what_each_council_decides_for_itself_keeps_a_service_down_until_it_is_said(
    council_a: CouncilView, dev: Person
) -> None:
    text = FILES["pattern.yaml"].replace(b"  - id: collection_days\n", b"  - id: collection_days\n    decide: true\n")
    assert text != FILES["pattern.yaml"]
    with council_scope(council_a.id):
        plain = adopt(council_a, files={**FILES, "pattern.yaml": text})
        with pytest.raises(services.SettingsAreUndecided, match="Give them first: "):
            put_live(council_a, dev)
        layer = layer_for(plain.digest, collection_days="Every day")
        services.set_layer(council_a.id, slug=plain.slug, layer=layer, actor=audit.SYSTEM, now=NOW)
        assert put_live(council_a, dev).is_live


def test_an_example_that_comes_out_otherwise_keeps_a_service_down(council_a: CouncilView, dev: Person) -> None:
    path = "examples/collected.yaml"
    wrong = FILES[path].replace(b"state: received", b"state: collected", 1)
    assert wrong != FILES[path]
    with council_scope(council_a.id):
        adopt(council_a, files={**FILES, path: wrong})
        with pytest.raises(services.PatternDoesNotCheck, match="Expected the state"):
            put_live(council_a, dev)


def test_another_councils_service_is_not_found(council_a: CouncilView, council_b: CouncilView, dev: Person) -> None:
    with council_scope(council_a.id):
        adopt(council_a)
    with council_scope(council_b.id):
        with pytest.raises(services.ServiceNotFound):
            services.take_down(council_b.id, slug="report-missed-bin", actor=audit.SYSTEM, now=NOW)
        assert services.list_services(council_b.id) == ()
