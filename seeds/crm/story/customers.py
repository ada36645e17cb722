"""Forty customers, eighty contacts, eighty follow-ups."""

from __future__ import annotations

from . import names, talk
from .book import DEPARTMENT, Book, person, to
from .configuration import industry, source
from .market import CONVERTED, REPS

REGIONS = ("east", "south", "north", "central", "southwest", "northwest", "northeast", "overseas")
LEVELS = ("key", "normal", "normal", "minor")


def owner_of(number: int) -> str | None:
    """Who looks after a customer: seven of the forty lie in the pools, four are the manager's."""
    if number > 33:
        return None
    return "manager" if number > 29 else REPS[number % 3]


def age_of(number: int) -> int:
    """Since how many days a customer is known: the latest came this month."""
    return 54 * ((40 - number) // 6) + 10 if number <= 33 else 5 * (number // 3 - 11)


def tell(book: Book) -> None:
    for number in range(1, 41):
        _customer(book, number)
    for number in range(1, 81):
        whose = (number + 1) // 2
        values = {
            "name": names.human(60 + number), "customer": to(f"customer_{whose:02d}"),
            "title": book.pick(("采购经理", "财务主管", "信息总监", "仓储主管", "总经理助理")),
            "phone": names.mobile(2000 + number), "email": names.mail(number), "wechat": f"example_{number:03d}",
            "is_primary": True if number % 2 else None, "doNotDisturb": True if number % 23 == 0 else None,
        }  # fmt: skip
        book.add("contacts", f"contact_{number:02d}", values, by=owner_of(whose))
    targets = [
        (f"customer_{number:02d}", owner, age_of(number)) for number in range(1, 41) if (owner := owner_of(number))
    ]
    contacts = {f"customer_{number:02d}": f"contact_{2 * number - 1:02d}" for number in range(1, 41)}
    talk.follow(book, "customer_followups", "customer", targets, talk.CUSTOMER, 80, {"contact": contacts})


def _customer(book: Book, number: int) -> None:
    name, short, trade = names.company(number - 1)
    owner = owner_of(number)
    third = owner is None and number % 3 == 0
    department = DEPARTMENT[owner] if owner else "dept_sales_3" if third else "dept_sales_1"
    pool = None if owner else "pool_customers_3" if third else "pool_customers_1"
    converted = number <= CONVERTED
    others = [rep for rep in ("sales1", "sales2", "sales3") if rep != owner]
    values = {
        "name": name, "level": LEVELS[number % 4], "industry": to(industry(trade)), "source": to(source(book)),
        "region": book.pick(REGIONS), "address": f"{short[:2]}市{short[2:]}路 {book.number(1, 300)} 号",
        "phone": f"000-5550{number:04d}", "website": f"https://customer{number:02d}.example.com",
        "owner": person(owner) if owner else None, "department": to(department), "pool": to(pool) if pool else None,
        "collaborators": [person(others[number % 2])] if owner and number % 9 == 0 else None,
        "campaign": to(f"campaign_{1 + number % 4}") if number % 3 else None,
        "lead": to(f"lead_{number:02d}") if converted else None, "doNotDisturb": True if number % 19 == 0 else None,
    }  # fmt: skip
    book.add("customers", f"customer_{number:02d}", values, by=owner, days=-age_of(number))
