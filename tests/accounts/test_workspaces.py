"""The list of workspaces: keys that are safe in addresses, and access that is given and taken."""

from __future__ import annotations

import pytest

from gezi.accounts import people, tokens, workspaces
from gezi.accounts.people import Account
from gezi.core.clock import FixedClock
from gezi.core.database import Database
from gezi.core.errors import Kind, Refusal


def test_an_account_sees_the_workspaces_it_was_admitted_to(control: Database, ada: Account, clock: FixedClock) -> None:
    with control.write() as connection:
        bob = people.create(connection, "bob", "Bob", "bob's password", now=clock.now())
        for key in ("crm", "assets", "plans"):
            workspaces.register(connection, key, key.upper(), f"w_{key}", now=clock.now())
        for key in ("plans", "crm", "crm"):
            workspaces.admit(connection, key, ada.id)
        assert [entry.key for entry in workspaces.list_for(connection, ada.id)] == ["crm", "plans"]
        assert workspaces.list_for(connection, bob.id) == ()
        assert [entry.key for entry in workspaces.all(connection)] == ["assets", "crm", "plans"]
        workspaces.expel(connection, "crm", ada.id, clock.now())
        assert [entry.key for entry in workspaces.list_for(connection, ada.id)] == ["plans"]


def test_only_the_admitted_may_enter(control: Database, ada: Account, clock: FixedClock) -> None:
    with control.write() as connection:
        bob = people.create(connection, "bob", "Bob", "bob's password", now=clock.now())
        workspaces.register(connection, "crm", "CRM", "w_crm", now=clock.now())
        workspaces.admit(connection, "crm", ada.id)
        assert workspaces.may_enter(connection, "crm", ada.id)
        assert not workspaces.may_enter(connection, "crm", bob.id)
        for key in ("CRM", "absent", "../crm", "crm\x00", "\ud800", ""):
            assert not workspaces.may_enter(connection, key, ada.id)


def test_a_key_that_is_unsafe_in_an_address_is_refused(control: Database, clock: FixedClock) -> None:
    for key in ("", "Crm", "1crm", "客户", "a b", "a-b", "../x", "x" * 41, "a;drop", "w\n"):
        with pytest.raises(Refusal) as refused, control.write() as connection:
            workspaces.register(connection, key, "", "w_x", now=clock.now())
        assert [p.code for p in refused.value.problems] == ["workspace.bad_key", "workspace.bad_name"]


def test_a_key_or_a_place_in_use_is_refused(control: Database, clock: FixedClock) -> None:
    with control.write() as connection:
        workspaces.register(connection, "crm", "CRM", "w_crm", now=clock.now())
        for key, place in (("crm", "w_other"), ("other", "w_crm")):
            with pytest.raises(Refusal) as refused:
                workspaces.register(connection, key, "Other", place, now=clock.now())
            assert refused.value.kind is Kind.CONFLICT


def test_nobody_is_admitted_to_nowhere(control: Database, ada: Account, clock: FixedClock) -> None:
    with control.write() as connection:
        workspaces.register(connection, "crm", "CRM", "w_crm", now=clock.now())
        for key, account in (("absent", ada.id), ("crm", 999)):
            with pytest.raises(Refusal) as refused:
                workspaces.admit(connection, key, account)
            assert refused.value.kind is Kind.NOT_FOUND


def test_a_removed_workspace_is_gone_with_its_tokens(control: Database, ada: Account, clock: FixedClock) -> None:
    with control.write() as connection:
        workspaces.register(connection, "crm", "CRM", "w_crm", now=clock.now())
        workspaces.admit(connection, "crm", ada.id)
        created = tokens.create(connection, ada.id, "crm", "name", clock.now())
        assert workspaces.rename(connection, "crm", "客户").name == "客户"
        workspaces.remove(connection, "crm")
        assert workspaces.find(connection, "crm") is None
        assert tokens.find(connection, created.secret) is None
        with pytest.raises(Refusal):
            workspaces.rename(connection, "crm", "again")
