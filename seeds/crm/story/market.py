"""Five campaigns and sixty leads with their follow-ups."""

from __future__ import annotations

from . import names, talk
from .book import DEPARTMENT, Book, day, person, to
from .configuration import source

CAMPAIGNS = (  # name, kind, status, begins, ends, place, budget, cost
    ("青丘智能工厂展", "exhibition", "finished", -210, -207, "青丘会展中心", "80000.00", "76500.00"),
    ("春季数字化沙龙", "seminar", "finished", -120, -120, "扶桑酒店", "30000.00", "28640.50"),
    ("短视频投放计划", "advertising", "running", -60, 30, "线上", "60000.00", "41200.00"),
    ("老客户回馈邮件", "email", "running", -20, 15, "线上", "5000.00", "2300.00"),
    ("年度用户大会", "seminar", "planned", 35, 36, "镜花湖度假村", "150000.00", None),
)
CONVERTED = 12  #: leads that became customers, the first ones
REPS = ("sales1", "sales2", "sales3")


def tell(book: Book) -> None:
    for number, (name, kind, status, begins, ends, place, budget, cost) in enumerate(CAMPAIGNS, 1):
        values = {
            "name": name, "kind": kind, "status": status, "start_date": day(begins), "end_date": day(ends),
            "location": place, "budget": budget, "actual_cost": cost, "owner": person("marketing"),
        }  # fmt: skip
        book.add("campaigns", f"campaign_{number}", values, by="marketing", days=min(begins, 0) - 14)
    talked: list[tuple[str, str, int]] = []
    for number in range(1, 61):
        ref, owner, age = _lead(book, number)
        if owner is not None and number % 5:
            talked.append((ref, owner, age))
    talk.follow(book, "lead_followups", "lead", talked, talk.LEAD, 60)


def _lead(book: Book, number: int) -> tuple[str, str | None, int]:
    """Twelve converted, eight invalid, ten in the pools, the others new or being followed."""
    converted, invalid, pooled = number <= CONVERTED, 12 < number <= 20, 20 < number <= 30
    status = "converted" if converted else "invalid" if invalid else "new" if pooled or number % 5 == 0 else "following"
    owner = None if pooled else REPS[number % 3]
    age = 360 + 15 * (number % 4) if converted else 7 * (number % 9)
    third = pooled and number % 3 == 0
    department = ("dept_sales_3" if third else "dept_sales_1") if pooled else DEPARTMENT[owner or ""]
    pool = ("pool_leads_3" if third else "pool_leads_1") if pooled else None
    company, _, _ = names.company(number - 1 if converted else 40 + number)
    values = {
        "name": names.human(number), "company": company, "title": book.pick(("采购经理", "信息主管", "总经理", "行政主管")),
        "phone": names.mobile(1000 + number), "email": names.mail(500 + number),
        "campaign": to(f"campaign_{book.number(1, 4)}") if number % 4 else None, "source": to(source(book)),
        "status": status, "owner": person(owner) if owner else None, "department": to(department),
        "pool": to(pool) if pool else None, "doNotDisturb": True if number % 17 == 0 else None,
        "customer": to(f"customer_{number:02d}") if converted else None,
    }  # fmt: skip
    ref = book.add("leads", f"lead_{number:02d}", values, by="marketing" if owner else None, days=-age)
    return ref, owner, age
