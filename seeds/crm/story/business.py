"""Thirty orders, twenty-five receipts, twenty invoices. Money comes in on approved orders only, never more than their total."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from .book import DEPARTMENT, Book, Row, day, person, to
from .customers import age_of, owner_of
from .sales import CENT, lines

STATUSES = ("approved",) * 18 + ("pending",) * 4 + ("rejected",) * 3 + ("draft",) * 5
AGES = (0, 0, 1, 2, 4, 6, 20, 35, 50, 70, 95, 120, 150, 180, 210, 245, 280, 310)  #: of the approved ones, in days


def tell(book: Book) -> None:
    accepted = [row for row in book.rows("quotes") if row["values"]["status"] == "accepted"]
    approved: list[tuple[str, str, int, Decimal]] = []
    for number, status in enumerate(STATUSES, 1):
        age = AGES[number - 1] if status == "approved" else book.number(0, 12)
        quote = accepted[number - 1] if number <= min(8, len(accepted)) else None
        owner, total = _order(book, number, status, age, quote)
        if status == "approved":
            approved.append((f"order_{number:02d}", owner, age, total))
    _receipts(book, approved)
    _invoices(book, approved)


def _order(book: Book, number: int, status: str, age: int, quote: Row | None) -> tuple[str, Decimal]:
    ref = f"order_{number:02d}"
    if quote is not None:
        values = quote["values"]
        customer, owner = values["customer"]["ref"], values["owner"]["account"]
        origin: Row = {"opportunity": values["opportunity"], "quote": to(quote["ref"])}
    else:
        known = [one for one in range(1, 34) if age_of(one) >= age]
        chosen = known[(number * 5) % len(known)]
        customer, owner, origin = f"customer_{chosen:02d}", owner_of(chosen) or "manager", {}
    header = {
        "customer": to(customer), "contact": to(f"contact_{2 * int(customer[-2:]) - 1:02d}"), **origin,
        "signed_on": day(-age), "status": status, "owner": person(owner), "department": to(DEPARTMENT[owner]),
        "delivery_date": day(30 - age),
    }  # fmt: skip
    book.add("orders", ref, header, by=owner, days=-age)
    like = [row for row in book.rows("quote_lines") if row["values"]["quote"] == to(quote["ref"])] if quote else None
    return owner, lines(book, "order_lines", "order", ref, owner, like)


def _receipts(book: Book, approved: list[tuple[str, str, int, Decimal]]) -> None:
    """Fifteen orders are being paid, ten of them in two parts; the younger the receipt, the likelier it waits for finance."""
    number = 0
    for place, (order, owner, age, total) in enumerate(approved[3:], 3):
        first = _part(total, "0.5" if place % 3 else "1")
        for amount, share in ((first, 2), (_part(total, "0.3"), 3)) if place % 3 else ((first, 2),):
            number += 1
            after = max(age - age // share - book.number(0, 2), 0)
            values = {
                "order": to(order), "amount": str(amount), "received_on": day(-after),
                "method": book.pick(("bank", "bank", "bank", "bill", "wechat", "alipay")), "serial": f"DEMO{number:06d}",
                "finance_confirmed": "unconfirmed" if number % 3 == 0 else "confirmed", "owner": person(owner),
            }  # fmt: skip
            book.add("receipts", f"receipt_{number:02d}", values, by=owner, days=-after)


def _invoices(book: Book, approved: list[tuple[str, str, int, Decimal]]) -> None:
    """Every approved order but two is invoiced once, four of them in two parts."""
    number = 0
    for place, (order, owner, age, total) in enumerate(approved[2:], 2):
        parts = ("0.6", "0.4") if place % 4 == 0 else ("1",)
        for part in parts:
            number += 1
            after = max(age - book.number(1, 8), 0)
            issued = number % 3 != 1
            values = {
                "order": to(order), "amount": str(_part(total, part) if part != "0.4" else total - _part(total, "0.6")),
                "kind": book.pick(("normal", "special")), "issued_on": day(-after),
                "invoice_number": f"DEMO-{number:08d}" if issued else None,
                "finance_confirmed": "confirmed" if issued else "unconfirmed", "owner": person(owner),
            }  # fmt: skip
            book.add("invoices", f"invoice_{number:02d}", values, by=owner, days=-after)


def _part(total: Decimal, share: str) -> Decimal:
    return (total * Decimal(share)).quantize(CENT, ROUND_HALF_UP)
