"""Rules and groups as a file: written by names, brought in whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.cli._rule_files import book_of, text_of
from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.policies import exchange, service
from floorplans.policies.terms import Mode
from floorplans.policies.views import OpenHours, Rule
from tests.integration.policies.conftest import Office
from tests.support.databases import Clone
from tests.support.factories import make_organisation, make_person
from tests.support.web import make_account


@pytest.fixture
def ruled(office: Office) -> Office:
    """An office with rules about all that a rule can be about."""
    db, fay, now = office.db, office.facility, office.now
    group = service.make_group(db, fay, "Chosen").id
    service.add_member(db, fay, group, office.employee.email)
    zone = office.zone("Calm", x=40)
    hours = (OpenHours((1, 2, 3), 7 * 60, 19 * 60),)
    for rule in (
        Rule("All", opening=hours, ahead_days=14, mode=Mode.HOURS, step_min=15),
        Rule("Here", floor_id=office.floor_id, kind="desk", only_groups=(group,), buffer_min=15),
        Rule("Calm", zone_id=zone, quiet_m=4.5, quiet_zones=(zone,), cancel_by_min=90),
        Rule("Chosen ones", group_id=group, most_a_week=3, change_by_min=60),
        Rule(
            "Asked",
            kind="room",
            approval="needed",
            approvers=(office.colleague.person_id,),
            approvers_group_id=group,
        ),
    ):
        service.make_rule(db, fay, rule, now)
    return office


def test_what_is_written_and_brought_in_again_changes_nothing(ruled: Office) -> None:
    db, fay = ruled.db, ruled.facility
    before = service.rules(db, fay)
    book = exchange.book(db, fay)
    assert book_of(text_of(book)) == book
    done = exchange.bring_in(db, fay, book, ruled.now)
    assert (done.groups_made, done.rules_made) == ((), ())
    assert sorted(done.rules_changed) == ["All", "Asked", "Calm", "Chosen ones", "Here"]
    assert service.rules(db, fay) == before


def test_it_is_made_anew_where_it_is_gone(ruled: Office) -> None:
    db, fay = ruled.db, ruled.facility
    text = text_of(exchange.book(db, fay))
    sentences = [each.sentence for each in service.rules(db, fay)]
    for each in service.rules(db, fay):
        service.remove_rule(db, fay, each.id)
    (group,) = service.groups(db, fay)
    service.remove_group(db, fay, group.id)
    done = exchange.bring_in(db, fay, book_of(text), ruled.now)
    assert done.groups_made == ("Chosen",)
    assert sorted(each.sentence for each in service.rules(db, fay)) == sorted(sentences)
    ((_, members),) = service.groups_with_members(db, fay)
    assert [one.email for one in members] == [ruled.employee.email]


def test_a_file_with_one_mistake_leaves_all_as_it_was(ruled: Office) -> None:
    db, fay = ruled.db, ruled.facility
    before = service.rules(db, fay)
    document = json.loads(text_of(exchange.book(db, fay)))
    document["groups"].append({"name": "New", "members": []})
    document["rules"][0]["name"] = "Renamed"
    document["rules"].append({"name": "Nowhere", "site": "Atlantis", "ahead_days": 3})
    with pytest.raises(DomainError) as refused:
        exchange.bring_in(db, fay, book_of(json.dumps(document)), ruled.now)
    assert refused.value.code in {"rule_target_not_found", "rule_exists"}
    assert service.rules(db, fay) == before
    assert len(service.groups(db, fay)) == 1


def test_a_check_says_what_it_would_do_and_keeps_nothing(ruled: Office) -> None:
    db, fay = ruled.db, ruled.facility
    text = '{"version": 1, "rules": [{"name": "Booths", "kind": "booth", "longest_minutes": 60}]}'
    done = exchange.bring_in(db, fay, book_of(text), ruled.now, only_check=True)
    assert (done.rules_made, done.sentences) == (("Booths",), ("Booths: at most 1 hour long.",))
    assert len(service.rules(db, fay)) == 5


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "no JSON"),
        ('{"rules": []}', "version"),
        ('{"version": 1, "rules": [1]}', "no list of objects"),
        ('{"version": 1, "rules": [{"name": "A", "ahead_days": -1}]}', "rules[0], ahead_days"),
        ('{"version": 1, "rules": [{"name": "A", "site_id": "x"}]}', "ids"),
        ('{"version": 1, "groups": [{"name": 1}]}', "groups[0]"),
    ],
)
def test_a_file_that_is_none_says_where(text: str, why: str) -> None:
    with pytest.raises(DomainError) as refused:
        book_of(text)
    assert refused.value.code == "rule_file_invalid"
    assert why in refused.value.message


def test_a_rule_twice_and_a_stranger_in_a_group_are_refused(ruled: Office) -> None:
    for text, code in (
        ('{"version": 1, "rules": [{"name": "A"}, {"name": "a"}]}', "name_twice"),
        ('{"version": 1, "groups": [{"name": "G", "members": ["x@y"]}]}', "person_not_found"),
        ('{"version": 1, "rules": [{"name": "A"}]}', "rule_says_nothing"),
    ):
        with pytest.raises(DomainError, match=code):
            exchange.bring_in(ruled.db, ruled.facility, book_of(text), ruled.now)


def test_only_facility_staff_see_and_bring_in(ruled: Office) -> None:
    with pytest.raises(DomainError):
        exchange.book(ruled.db, ruled.employee)
    stranger: Actor = make_person(ruled.db, make_organisation(ruled.db), role=Role.FACILITY)
    assert exchange.book(ruled.db, stranger) == exchange.RuleBook((), ())


@pytest.fixture
def run(clone: Clone, tmp_path: Path) -> Callable[..., Result]:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    environment = {
        "DATABASE_URL": clone.owner_url,
        "DATABASE_APP_URL": clone.app_url,
        "FLOORPLANS_HOME": str(home),
    }
    return lambda *words: CliRunner().invoke(main, ["rules", *words], env=environment)


def test_the_commands_list_write_and_bring_in(
    run: Callable[..., Result], cloned_db: Database, tmp_path: Path, now: datetime
) -> None:
    fay = make_account(cloned_db, make_organisation(cloned_db), role=Role.FACILITY)
    service.make_rule(cloned_db, fay, Rule("Ahead", ahead_days=7), now)
    who = ("--person", fay.email)
    assert run("list", *who).output == "Ahead\n  All places: up to 7 days ahead.\n"
    path = tmp_path / "rules.json"
    assert run("export", *who, "--to", str(path)).exit_code == 0
    path.write_text(path.read_text().replace('"ahead_days": 7', '"ahead_days": 9'))
    assert "Nothing was saved" in run("import", *who, "--check", str(path)).output
    assert json.loads(run("import", *who, str(path), "--json").output)["rules_changed"] == ["Ahead"]
    assert "up to 9 days" in run("list", *who).output
    path.write_text("[]")
    refused = run("import", *who, str(path), "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.output)["error"]["code"] == "rule_file_invalid"
