"""Departments, employees, products, industries, sources, pools."""

from __future__ import annotations

from .book import DEPARTMENT, Book, day, person, to

EMPLOYEES = (  # account, name, title, hired (days ago)
    ("admin", "安管理", "系统管理员", 1500),
    ("boss", "钱老板", "总经理", 2000),
    ("manager", "郝经理", "销售总监", 1200),
    ("sales1", "甲销售", "销售代表", 700),
    ("sales2", "乙销售", "销售代表", 500),
    ("sales3", "丙销售", "销售代表", 650),
    ("marketing", "花市场", "市场专员", 800),
    ("finance", "金财务", "财务会计", 900),
    ("success", "贴客服", "客户成功经理", 400),
)
CATEGORIES = (
    ("software", "软件产品", None),
    ("hardware", "硬件设备", None),
    ("service", "实施服务", None),
    ("cloud", "云端订阅", "software"),
    ("licence", "本地授权", "software"),
    ("training", "培训课程", "service"),
)
PRODUCTS = (  # code, name, category, unit, price, status, description
    ("RJ-001", "格子协作云 标准版", "cloud", "用户/年", "360.00", "on", "适合小团队的在线协作套件。"),
    ("RJ-002", "格子协作云 专业版", "cloud", "用户/年", "680.00", "on", "含自动化与报表。"),
    ("RJ-003", "格子协作云 旗舰版", "cloud", "用户/年", "1280.00", "on", "含全部功能与专属支持。"),
    ("RJ-004", "流程引擎 授权", "licence", "套", "18800.00", "on", "本地部署的流程引擎。"),
    ("RJ-005", "数据看板 授权", "licence", "套", "9600.00", "on", "经营数据大屏。"),
    ("RJ-006", "移动端扩展包", "licence", "套", "4500.00", "on", "手机与平板离线使用。"),
    ("YJ-001", "扫码枪 S1", "hardware", "台", "299.90", "on", "有线扫码枪。"),
    ("YJ-002", "扫码枪 S2 无线", "hardware", "台", "459.50", "on", "无线扫码枪，续航 12 小时。"),
    ("YJ-003", "工业平板 P8", "hardware", "台", "3280.00", "on", "防尘防水的八寸平板。"),
    ("YJ-004", "标签打印机 T4", "hardware", "台", "1199.00", "on", "热转印标签打印机。"),
    ("YJ-005", "边缘网关 G1", "hardware", "台", "2150.75", "on", "设备数据采集。"),
    ("FW-001", "上线实施", "service", "人天", "2000.00", "on", "顾问现场实施。"),
    ("FW-002", "数据迁移", "service", "次", "8800.00", "on", "历史数据整理与导入。"),
    ("FW-003", "年度运维", "service", "年", "12000.00", "on", "每月巡检，工作日响应。"),
    ("PX-001", "管理员培训", "training", "场", "5000.00", "on", "半天，最多二十人。"),
    ("RJ-000", "格子协作云 旧版", "cloud", "用户/年", "300.00", "off", "已停售。"),
)
INDUSTRIES = (
    "软件与信息服务", "装备制造", "食品饮料", "家居建材", "物流运输", "医疗健康", "教育培训", "批发零售",
    "金融服务", "其他行业",
)  # fmt: skip
SOURCES = ("官网咨询", "展会", "搜索推广", "老客户介绍", "电话开发", "短视频", "合作伙伴", "其他")


def tell(book: Book) -> None:
    for ref, name, parent, head in (
        ("dept_office", "总经办", None, "boss"),
        ("dept_sales", "销售部", None, "manager"),
        ("dept_sales_1", "销售一部", "dept_sales", None),
        ("dept_sales_2", "销售二部", "dept_sales", None),
        ("dept_sales_3", "销售三部", None, None),
        ("dept_marketing", "市场部", None, None),
        ("dept_finance", "财务部", None, None),
    ):
        values = {"name": name, "parent": to(parent) if parent else None, "head": to(f"staff_{head}") if head else None}
        book.add("departments", ref, values, by="admin")
    for number, (account, name, title, hired) in enumerate(EMPLOYEES, 1):
        values = {
            "name": name, "account": person(account), "department": to(DEPARTMENT[account]), "title": title,
            "phone": f"1990001{number:04d}", "email": f"{account}@example.com", "hired_on": day(-hired), "status": "active",
        }  # fmt: skip
        book.add("employees", f"staff_{account}", values, by="admin")
    for key, name, parent in CATEGORIES:
        values = {"name": name, "parent": to(f"category_{parent}") if parent else None}
        book.add("product_categories", f"category_{key}", values, by="admin")
    for number, (code, name, category, unit, price, status, description) in enumerate(PRODUCTS, 1):
        values = {
            "code": code, "name": name, "category": to(f"category_{category}"), "unit": unit, "list_price": price,
            "status": status, "description": description,
        }  # fmt: skip
        book.add("products", f"product_{number:02d}", values, by="admin")
    for number, name in enumerate(INDUSTRIES, 1):
        book.add("industries", f"industry_{number:02d}", {"name": name}, by="admin")
    for number, name in enumerate(SOURCES, 1):
        book.add("sources", f"source_{number:02d}", {"name": name}, by="admin")
    _pools(book)
    _recycling(book)


def _recycling(book: Book) -> None:
    """Rules to begin with; they are switched on by a plan that shows whom they concern."""
    for ref, name, table, scope, level, days in (
        ("rule_leads_pool", "线索公海：15 天未跟进", "leads", "lead_pool", None, {"no_followup_days": "15"}),
        ("rule_leads_own", "自建线索：30 天未跟进", "leads", "self_created", None, {"no_followup_days": "30"}),
        (
            "rule_customers_pool", "客户公海：30 天未跟进或 90 天未成交", "customers", "customer_pool", None,
            {"no_followup_days": "30", "no_deal_days": "90"},
        ),
        (
            "rule_customers_key", "重点客户：60 天未跟进", "customers", "customer_pool", "key",
            {"no_followup_days": "60"},
        ),
    ):  # fmt: skip
        values = {
            "name": name, "table": table, "scope": scope, **({} if level is None else {"level": level}), **days,
            "exempt_won": True, "exempt_open_opportunity": True, "remind_days": "3,1", "active": False,
        }  # fmt: skip
        book.add("recycle_rules", ref, values, by="admin")


def _pools(book: Book) -> None:
    for ref, name, table, department, members, admins in (
        ("pool_leads_1", "销售一部线索池", "leads", "dept_sales_1", ("sales1", "sales2"), ("manager",)),
        ("pool_leads_3", "销售三部线索池", "leads", "dept_sales_3", ("sales3",), ("boss",)),
        ("pool_customers_1", "销售一部客户池", "customers", "dept_sales_1", ("sales1", "sales2"), ("manager",)),
        ("pool_customers_3", "销售三部客户池", "customers", "dept_sales_3", ("sales3",), ("boss",)),
    ):
        values = {
            "name": name, "table": table, "department": to(department), "members": [person(one) for one in members],
            "admins": [person(one) for one in admins], "claim_mode": "open", "hold_cap": "200", "daily_cap": "50",
        }  # fmt: skip
        book.add("pools", ref, values, by="admin")


def industry(name: str) -> str:
    return f"industry_{INDUSTRIES.index(name) + 1:02d}"


def source(book: Book) -> str:
    return f"source_{book.number(1, len(SOURCES)):02d}"
