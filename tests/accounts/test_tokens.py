"""Tokens: shown once, bound to one account in one workspace, ended by revocation, expulsion or a disabled account."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from gezi.accounts import people, tokens, workspaces
from gezi.accounts.models import tokens as table
from gezi.accounts.people import Account, AccountState
from gezi.core.clock import FixedClock
from gezi.core.database import Database
from gezi.core.errors import Kind, Refusal


@pytest.fixture
def crm(control: Database, ada: Account, clock: FixedClock) -> str:
    """A workspace that ada may enter."""
    with control.write() as connection:
        workspaces.register(connection, "crm", "客户关系", "w_crm", now=clock.now())
        workspaces.admit(connection, "crm", ada.id)
    return "crm"


def test_a_token_acts_for_its_account_in_its_workspace(
    control: Database, ada: Account, crm: str, clock: FixedClock
) -> None:
    with control.write() as connection:
        created = tokens.create(connection, ada.id, crm, " 报表 ", clock.now())
        found = tokens.find(connection, created.secret)
        stored = connection.execute(sa.select(table)).one()
    assert found is not None
    assert (found.id, found.account, found.workspace, found.name) == (created.id, "ada", "crm", "报表")
    assert created.secret.startswith("gz_")
    assert created.secret.startswith(found.prefix)
    assert len(found.prefix) < 12
    assert created.secret not in [str(value) for value in stored]


def test_other_secrets_find_nothing(control: Database) -> None:
    with control.read() as connection:
        for secret in (None, "", "gz_", "gz_nothing", "x", "gz_中文", "gz_\ud800", "gz_" + "x" * 100_000):
            assert tokens.find(connection, secret) is None


def test_a_token_needs_a_workspace_its_account_may_enter(
    control: Database, ada: Account, crm: str, clock: FixedClock
) -> None:
    with control.write() as connection:
        workspaces.register(connection, "other", "Other", "w_other", now=clock.now())
        for key in ("other", "absent", "no key"):
            with pytest.raises(Refusal) as refused:
                tokens.create(connection, ada.id, key, "name", clock.now())
            assert [(p.code, p.field) for p in refused.value.problems] == [("workspace.unknown", "workspace")]
        with pytest.raises(Refusal) as refused:
            tokens.create(connection, ada.id, crm, "", clock.now())
    assert [(p.code, p.field) for p in refused.value.problems] == [("token.bad_name", "name")]


def test_a_revoked_token_opens_nothing_and_only_its_owner_revokes_it(
    control: Database, ada: Account, crm: str, clock: FixedClock
) -> None:
    with control.write() as connection:
        bob = people.create(connection, "bob", "Bob", "bob's password", now=clock.now())
        created = tokens.create(connection, ada.id, crm, "name", clock.now())
        with pytest.raises(Refusal) as refused:
            tokens.revoke(connection, bob.id, created.id, clock.now())
        assert refused.value.kind is Kind.NOT_FOUND
        assert [token.id for token in tokens.list(connection, ada.id)] == [created.id]
        tokens.revoke(connection, ada.id, created.id, clock.now())
        assert tokens.find(connection, created.secret) is None
        assert tokens.list(connection, ada.id) == ()
        with pytest.raises(Refusal):
            tokens.revoke(connection, ada.id, created.id, clock.now())


def test_a_token_sleeps_with_its_account_and_ends_with_its_access(
    control: Database, ada: Account, crm: str, clock: FixedClock
) -> None:
    with control.write() as connection:
        created = tokens.create(connection, ada.id, crm, "name", clock.now())
        people.set_state(connection, ada.id, AccountState.DISABLED)
        assert tokens.find(connection, created.secret) is None
        people.set_state(connection, ada.id, AccountState.ACTIVE)
        assert tokens.find(connection, created.secret) is not None
        workspaces.expel(connection, crm, ada.id, clock.now())
        assert tokens.find(connection, created.secret) is None
        workspaces.admit(connection, crm, ada.id)
        assert tokens.find(connection, created.secret) is None


def test_use_is_written_down_at_most_every_five_minutes(
    control: Database, ada: Account, crm: str, clock: FixedClock
) -> None:
    with control.write() as connection:
        created = tokens.create(connection, ada.id, crm, "name", clock.now())
        unused = tokens.find(connection, created.secret)
        assert unused is not None
        assert unused.due(clock.now())
        tokens.touch(connection, created.id, clock.now())
        used = tokens.find(connection, created.secret)
    assert used is not None
    assert used.last_used_at == clock.now()
    assert not used.due(clock.now() + timedelta(minutes=4))
    assert used.due(clock.now() + timedelta(minutes=5))


def test_an_account_holds_a_hundred_tokens_at_most(
    control: Database, ada: Account, crm: str, clock: FixedClock
) -> None:
    with control.write() as connection:
        last = [tokens.create(connection, ada.id, crm, f"n{n}", clock.now()) for n in range(100)][-1]
        with pytest.raises(Refusal) as refused:
            tokens.create(connection, ada.id, crm, "one more", clock.now())
        assert refused.value.problems[0].code == "token.too_many"
        tokens.revoke(connection, ada.id, last.id, clock.now())
        assert tokens.create(connection, ada.id, crm, "one more", clock.now()).secret
