"""Names that nobody bears: places of fables with things of the field, and double surnames with the solar terms."""

from __future__ import annotations

PLACES = ("子虚", "乌有", "南柯", "镜花", "水月", "青丘", "扶桑", "归墟", "不周", "方壶")
THINGS = ("麦浪", "星尘", "青藤", "橘灯", "白鹭", "竹影", "雨燕", "山雀", "海棠", "松果", "晚风", "萤火")
TRADES = (
    ("科技", "软件与信息服务"),
    ("机械", "装备制造"),
    ("食品", "食品饮料"),
    ("家居", "家居建材"),
    ("物流", "物流运输"),
    ("医疗", "医疗健康"),
    ("教育", "教育培训"),
    ("商贸", "批发零售"),
)
SURNAMES = ("东方", "慕容", "令狐", "欧阳", "独孤", "上官", "司空", "南宫", "公孙", "百里")
TERMS = (
    "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑", "大暑",
    "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至", "小寒", "大寒",
)  # fmt: skip


def company(number: int) -> tuple[str, str, str]:
    """Name, short name and industry of a company; no two numbers below 120 share one."""
    trade, industry = TRADES[number % len(TRADES)]
    short = PLACES[number % len(PLACES)] + THINGS[(number // 2 + number) % len(THINGS)]
    return f"{short}{trade}有限公司", short, industry


def human(number: int) -> str:
    """A person's name; no two numbers below 120 share one."""
    return SURNAMES[number % len(SURNAMES)] + TERMS[(number * 7 + number // 10) % len(TERMS)]


def mobile(number: int) -> str:
    """A mobile number of a block that is not in use."""
    return f"1990000{number:04d}"


def mail(number: int) -> str:
    return f"contact{number:03d}@example.com"
