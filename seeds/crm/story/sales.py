"""Fifty opportunities over all stages, sixty follow-ups, thirty quotes."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from . import names, talk
from .book import DEPARTMENT, Book, Row, day, moment, person, to
from .configuration import PRODUCTS
from .customers import owner_of

STAGES = (
    ("contact",) * 10 + ("qualified",) * 9 + ("proposal",) * 10 + ("negotiation",) * 8 + ("won",) * 8 + ("lost",) * 5
)
QUOTED = ("draft", "submitted", "submitted", "accepted", "accepted", "rejected")
CENT = Decimal("0.01")


def tell(book: Book) -> None:
    targets: list[tuple[str, str, int]] = []
    for number in range(1, 51):
        targets.append(_opportunity(book, number))
    talk.follow(book, "opportunity_followups", "opportunity", targets, talk.OPPORTUNITY, 60)
    # quotes: the last thirty opportunities have come so far, the won ones with a quote that was accepted
    for number in range(1, 31):
        _quote(book, number, book.rows("opportunities")[19 + number])


def _opportunity(book: Book, number: int) -> tuple[str, str, int]:
    stage = STAGES[number - 1]
    customer = 1 + (number * 7) % 33
    owner = owner_of(customer) or "manager"
    age = 12 * (number % 6) + (30 if stage in ("won", "lost") else 3)
    closed = age - book.number(10, 25) if stage in ("won", "lost") else None
    _, short, _ = names.company(customer - 1)
    values = {
        "name": f"{short}{book.pick(('协作平台', '仓储扫码', '数据看板', '流程改造', '设备联网'))}项目",
        "customer": to(f"customer_{customer:02d}"), "stage": stage, "amount": f"{book.number(8, 260)}000.00",
        "expected_close_date": day(-closed if closed is not None else book.number(-6, 85)),
        "closed_at": moment(-closed, "17:30") if closed is not None else None,
        "win_reason": "方案贴合需求，交付周期短。" if stage == "won" else None,
        "loss_reason": "预算取消，明年再议。" if stage == "lost" else None,
        "owner": person(owner), "department": to(DEPARTMENT[owner]),
    }  # fmt: skip
    ref = book.add("opportunities", f"opportunity_{number:02d}", values, by=owner, days=-age)
    return ref, owner, age


def _quote(book: Book, number: int, opportunity: Row) -> None:
    values, age = opportunity["values"], -opportunity["days"]
    quoted = max(age - 8, 0)
    status = "accepted" if values["stage"] == "won" else "rejected" if values["stage"] == "lost" else QUOTED[number % 4]
    owner = values["owner"]["account"]
    ref = f"quote_{number:02d}"
    header = {
        "opportunity": to(opportunity["ref"]), "customer": values["customer"], "quoted_on": day(-quoted),
        "valid_until": day(30 - quoted), "status": status, "owner": values["owner"], "department": values["department"],
    }  # fmt: skip
    book.add("quotes", ref, header, by=owner, days=-quoted)
    lines(book, "quote_lines", "quote", ref, owner)


def lines(book: Book, table: str, parent: str, ref: str, owner: str, like: list[Row] | None = None) -> Decimal:
    """One to four lines of a quote or an order, or the same as `like`; returns the total."""
    total = Decimal(0)
    for place in range(len(like) if like is not None else book.number(1, 4)):
        if like is not None:
            values = {**like[place]["values"], parent: to(ref)}
            values.pop("quote")
        else:
            product = book.number(1, len(PRODUCTS) - 1)
            price = PRODUCTS[product - 1][4]
            values = {
                parent: to(ref), "product": to(f"product_{product:02d}"), "price": price,
                "discount": str(book.pick((100, 100, 95, 90, 88, 85))),
                "quantity": str(book.number(1, 4) if Decimal(price) > 4000 else book.number(3, 40)),
            }  # fmt: skip
        exact = Decimal(values["price"]) * Decimal(values["discount"]) / 100 * Decimal(values["quantity"])
        total += exact.quantize(CENT, ROUND_HALF_UP)
        book.add(table, f"{ref}_line_{place + 1}", values, by=owner)
    return total
