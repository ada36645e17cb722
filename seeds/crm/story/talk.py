"""What was said to leads and customers, and how follow-ups are put down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from .book import Book, moment, person, to

METHODS = ("phone", "wechat", "visit", "email", "phone", "wechat", "other")
TIMES = ("09:15", "09:40", "10:05", "10:30", "11:20", "13:45", "14:10", "15:00", "15:35", "16:20", "17:05")
#: when everyone's first follow-ups are to be followed up: lists of this week have something in them on any day of it
SOON = ((0, "17:30"), (0, "18:00"), (1, "10:00"))
LEAD = (
    "电话已接通，对方正在了解同类产品，约定发送资料。",
    "加了微信，发送产品介绍和报价范围。",
    "未接通，晚些时候再联系。",
    "对方确认有采购计划，需要内部讨论预算。",
    "介绍了实施周期，对方比较关心数据迁移。",
    "邮件发送了三个案例，等待回复。",
)
CUSTOMER = (
    "上门拜访，演示了看板和移动端，反馈良好。",
    "回访使用情况，一线反映扫码速度可以再快一些。",
    "确认合同付款节点，下周提供发票信息。",
    "讨论明年的续订与扩容，对方希望有折扣。",
    "收集了新部门的需求，准备补充方案。",
    "电话沟通培训时间，定在月底前。",
    "节日问候，顺带了解采购计划。",
)
OPPORTUNITY = (
    "与采购负责人确认了需求清单。",
    "技术交流会，客户认可总体方案。",
    "提交第一版报价，等待比价结果。",
    "谈判付款比例，客户希望首付三成。",
    "客户内部立项已通过，进入商务流程。",
    "竞争对手降价，讨论应对办法。",
)


def follow(
    book: Book,
    table: str,
    relation: str,
    targets: Sequence[tuple[str, str, int]],
    sentences: Sequence[str],
    total: int,
    extra: dict[str, Any] | None = None,
) -> None:
    """`total` follow-ups of rows given as (ref, account, days since they are there), everyone's turn coming round."""
    turns: Counter[str] = Counter()
    for number in range(total):
        ref, account, since = targets[number % len(targets)]
        ago = book.number(0, min(since, 75))
        ahead = book.number(-2, 12) if number % 3 == 0 else None
        values = {
            relation: to(ref),
            **({name: to(refs[ref]) for name, refs in (extra or {}).items() if ref in refs}),
            "method": book.pick(METHODS),
            "content": book.pick(sentences),
            "followed_at": moment(-ago, book.pick(TIMES) if ago else "00:30"),
            "next_at": moment(ahead, book.pick(TIMES)) if ahead is not None else None,
            "owner": person(account),
        }
        if turns[account] < len(SOON):
            values["next_at"] = moment(*SOON[turns[account]])
        turns[account] += 1
        book.add(table, f"{table}_{number + 1:03d}", values, by=account)
