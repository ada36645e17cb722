"""Accounts: made, found, changed and switched off; passwords checked without telling more than yes or no."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from argon2 import PasswordHasher

from gezi.accounts import passwords, people, sessions
from gezi.accounts import workspaces as register
from gezi.accounts.people import Account, AccountState
from gezi.core.clock import FixedClock
from gezi.core.database import Database
from gezi.core.errors import Kind, Refusal
from support.hashing import REAL

PASSWORD = "correct horse"  # of the fixture `ada`


def test_an_account_is_found_however_it_is_written(control: Database, ada: Account) -> None:
    with control.read() as connection:
        found = [people.find_by_name(connection, name) for name in ("ada", " ADA ", "ＡＤＡ", "Ada")]
    assert found == [ada] * 4


def test_a_second_account_of_the_same_name_is_refused_in_any_spelling(
    control: Database, ada: Account, clock: FixedClock
) -> None:
    with pytest.raises(Refusal) as refused, control.write() as connection:
        people.create(connection, "ＡDA", "Other", PASSWORD, now=clock.now())
    assert [(p.code, p.field) for p in refused.value.problems] == [("account.taken", "account")]


def test_creation_reports_everything_wrong_at_once(control: Database, clock: FixedClock) -> None:
    with pytest.raises(Refusal) as refused, control.write() as connection:
        people.create(connection, "a b", " ", "short", "fr", now=clock.now())
    assert [(p.code, p.field) for p in refused.value.problems] == [
        ("account.bad_name", "account"),
        ("account.bad_person_name", "name"),
        ("password.too_short", "password"),
        ("account.bad_locale", "locale"),
    ]


def test_what_no_database_could_hold_is_no_account(control: Database, clock: FixedClock) -> None:
    for account in ("", " ", "a b", "a\x00b", "\ud800", "x" * 129, "x" * 100_000, "a\nb", "ﷺ" * 20):
        with pytest.raises(Refusal) as refused, control.write() as connection:
            people.create(connection, account, "Name", PASSWORD, now=clock.now())
        assert refused.value.problems[0].code == "account.bad_name"
        with control.read() as connection:
            assert people.find_by_name(connection, account) is None


@pytest.mark.parametrize("account", ["销售一", "o'hara@example.com", "li.na+crm"])
def test_chinese_names_and_addresses_are_accounts(control: Database, clock: FixedClock, account: str) -> None:
    with control.write() as connection:
        made = people.create(connection, account, "李娜 👩‍💻", PASSWORD, "en", now=clock.now())
        assert people.get(connection, made.id) == made
        assert people.authenticate(connection, account, PASSWORD) == made


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("1234567", "password.too_short"),
        ("１２３４５６７", "password.too_short"),
        ("x" * 1025, "password.too_long"),
        ("密" * 342, "password.too_long"),  # 1,026 bytes
        ("ﷺ" * 57, "password.too_long"),  # 18 letters each once written out: 57 × 33 bytes
        ("pass\ud800word", "password.unreadable"),
    ],
)
def test_unfit_passwords_are_refused_with_the_reason(password: str, code: str) -> None:
    assert [problem.code for problem in passwords.check(password)] == [code]


@pytest.mark.parametrize("password", ["12345678", "x" * 1024, "密码密码密码密码", "pass\x00word"])
def test_fit_passwords_match_themselves_and_nothing_else(password: str) -> None:
    assert passwords.check(password) == []
    stored = passwords.hashed(password)
    assert passwords.matches(stored, password)
    assert not passwords.matches(stored, password + "x")
    assert not passwords.matches(stored, "")
    assert not passwords.matches(stored, password[:-1])


def test_full_width_letters_are_the_same_password() -> None:
    assert passwords.matches(passwords.hashed("ｐａｓｓｗｏｒｄ１"), "password1")


@pytest.mark.parametrize("attempt", ["\ud800", "x" * 1_000_000, "", "\x00"])
def test_an_unreadable_attempt_is_a_wrong_password_never_a_crash(attempt: str) -> None:
    assert not passwords.matches(passwords.hashed(PASSWORD), attempt)
    assert not passwords.matches(None, attempt)


def test_hashes_are_argon2id_with_the_owasp_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", REAL)
    assert passwords.hashed(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_wrong_account_wrong_password_and_disabled_account_answer_alike(
    control: Database, ada: Account, clock: FixedClock
) -> None:
    def answer(account: str, password: str) -> tuple[str, Kind, str, str]:
        with control.read() as connection, pytest.raises(Refusal) as refused:
            people.authenticate(connection, account, password)
        (problem,) = refused.value.problems
        return problem.code, problem.kind, problem.text("zh-CN"), problem.text("en")

    answers = {answer("ada", "wrong password"), answer("nobody", PASSWORD), answer("no body\x00", PASSWORD)}
    with control.write() as connection:
        people.set_state(connection, ada.id, AccountState.DISABLED)
    answers.add(answer("ada", PASSWORD))
    assert answers == {
        (
            "account.bad_credentials",
            Kind.UNAUTHENTICATED,
            "账号或密码不正确",
            "The account or the password is not right",
        )
    }


class CountingHasher(PasswordHasher):
    verified = 0

    def verify(self, *args: Any, **named: Any) -> Any:
        self.verified += 1
        return super().verify(*args, **named)


@pytest.mark.parametrize(
    ("account", "password"), [("ada", PASSWORD), ("ada", "wrong password"), ("nobody", PASSWORD), ("ada", "x" * 9999)]
)
def test_every_attempt_costs_one_verification_so_that_time_does_not_tell(
    control: Database, ada: Account, monkeypatch: pytest.MonkeyPatch, account: str, password: str
) -> None:
    hasher = CountingHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", hasher)
    with control.read() as connection, contextlib.suppress(Refusal):
        people.authenticate(connection, account, password)
    assert hasher.verified == 1


def test_a_changed_password_ends_the_other_sessions_only(control: Database, ada: Account, clock: FixedClock) -> None:
    with control.write() as connection:
        here, there = (sessions.open(connection, ada.id, clock.now()) for _ in range(2))
        kept = sessions.find(connection, here.token, clock.now())
        assert kept is not None
        people.change_password(connection, ada.id, PASSWORD, "battery staple", keep_session=kept.id)
        assert sessions.find(connection, here.token, clock.now()) is not None
        assert sessions.find(connection, there.token, clock.now()) is None
        assert people.authenticate(connection, "ada", "battery staple").id == ada.id
        with pytest.raises(Refusal):
            people.authenticate(connection, "ada", PASSWORD)


@pytest.mark.parametrize(
    ("current", "new", "expected"),
    [
        ("wrong", "short", [("password.too_short", "new"), ("password.wrong", "current")]),
        ("wrong", "battery staple", [("password.wrong", "current")]),
        (PASSWORD, PASSWORD, [("password.same", "new")]),
    ],
)
def test_a_refused_change_says_why_and_changes_nothing(
    control: Database, ada: Account, current: str, new: str, expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(Refusal) as refused, control.write() as connection:
        people.change_password(connection, ada.id, current, new)
    assert [(p.code, p.field) for p in refused.value.problems] == expected
    with control.read() as connection:
        assert people.authenticate(connection, "ada", PASSWORD).id == ada.id


def test_an_administrator_sets_a_password_and_every_session_ends(
    control: Database, ada: Account, clock: FixedClock
) -> None:
    with control.write() as connection:
        opened = sessions.open(connection, ada.id, clock.now())
        people.set_password(connection, ada.id, "battery staple")
        assert sessions.find(connection, opened.token, clock.now()) is None
        assert people.authenticate(connection, "ada", "battery staple").id == ada.id
        with pytest.raises(Refusal) as refused:
            people.set_password(connection, 999, "battery staple")
    assert refused.value.kind is Kind.NOT_FOUND


def test_sessions_go_on_where_an_account_is_given_the_password_it_has(
    control: Database, ada: Account, clock: FixedClock
) -> None:
    with control.write() as connection:
        people.set_password(connection, ada.id, "battery staple")
        opened = sessions.open(connection, ada.id, clock.now())
        people.ensure_password(connection, ada.id, "battery staple")
        assert sessions.find(connection, opened.token, clock.now()) is not None
        people.ensure_password(connection, ada.id, "correct horse")
        assert sessions.find(connection, opened.token, clock.now()) is None


def test_a_person_changes_name_and_language(control: Database, ada: Account) -> None:
    with control.write() as connection:
        assert people.change(connection, ada.id, name=" Ada L. ").name == "Ada L."
        assert people.change(connection, ada.id, locale="en").locale == "en"
        with pytest.raises(Refusal) as refused:
            people.change(connection, ada.id, name="", locale="xx")
        assert [p.field for p in refused.value.problems] == ["name", "locale"]
        changed = people.get(connection, ada.id)
    assert (changed.name, changed.locale) == ("Ada L.", "en")


def test_demo_accounts_are_switched_off_together(control: Database, ada: Account, clock: FixedClock) -> None:
    with control.write() as connection:
        demo = [
            people.create(connection, name, name, PASSWORD, now=clock.now(), demo=True) for name in ("boss", "sales1")
        ]
        opened = sessions.open(connection, demo[0].id, clock.now())
        for key in ("crm", "other"):
            register.register(connection, key, key, key, now=clock.now())
        for account in (ada.id, demo[0].id, demo[1].id):
            register.admit(connection, "crm", account)
        register.admit(connection, "other", demo[1].id)
        assert people.disable_demo(connection, "crm", keep=demo[0].id) == []  # the other is needed elsewhere
        register.expel(connection, "other", demo[1].id, clock.now())
        assert len(people.disable_demo(connection, "crm")) == 2
        assert people.disable_demo(connection, "crm") == []
        assert {account.account: account.state.value for account in people.all(connection)} == {
            "ada": "active",
            "boss": "disabled",
            "sales1": "disabled",
        }
        assert sessions.find(connection, opened.token, clock.now()) is None
