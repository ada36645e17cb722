"""Peer-independent benchmark workload: pure data generation, fixed seed.

Three linked tables, sized from N (the number of order lines):

    customers    N/20 rows  name text, region option(8), owner text, created date
    orders       N/4  rows  number text, customer -> customers (many-to-one),
                            status option(draft/approved/rejected), date
    order_lines  N    rows  order -> orders (many-to-one), product text,
                            price decimal(2), quantity integer, discount factor,
                            subtotal FORMULA = price * quantity * discount

    orders.total          ROLLUP  sum(order_lines.subtotal)
    customers.total       ROLLUP  sum(orders.total)  (of approved orders where
                                  the peer supports a filtered rollup)
    customers.order_count COUNT   of orders

`discount` is a *factor* kept in two decimals (1.00 = no discount, 0.85 = 15 %
off) so that the formula is literally price*quantity*discount and every exact
subtotal has at most four decimals.  Money is carried as integers here
(price in cents, discount in hundredths), so the expected totals are exact and
a peer's answer can be checked for float errors.

Usage from a driver:

    from workload import Workload, PROBES
    w = Workload(20000)
    w.customers[i] -> dict(key, name, region, owner, created)
    w.orders[i]    -> dict(key, number, customer, status, date)   customer = index
    w.lines[i]     -> dict(key, order, product, price, quantity, discount) order = index
    w.line_subtotal(i), w.order_total(i), w.customer_total(i), w.customer_order_count(i)
        -> exact decimal.Decimal / int

Only the standard library; the same N always gives byte-identical data
(random.Random(seed) with randrange/choice only). `python workload.py 20000`
prints a digest so that two runs can be shown to have used the same data.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import sys
from decimal import Decimal

SEED = 20260101
REGIONS = ["north", "south", "east", "west", "central", "coastal", "islands", "overseas"]
STATUSES = ["draft", "approved", "rejected"]
STATUS_WEIGHTS = [30, 60, 10]  # per cent
OWNERS = [
    "Ada Park",
    "Ben Ito",
    "Cleo Marsh",
    "Dag Holm",
    "Eve Noor",
    "Finn Roy",
    "Gia Lund",
    "Hal Quist",
    "Ines Bora",
    "Jan Wolf",
]
SYL_A = [
    "Al",
    "Bel",
    "Cor",
    "Dun",
    "Er",
    "Fal",
    "Gar",
    "Hol",
    "Ix",
    "Jor",
    "Kel",
    "Lum",
    "Mar",
    "Nor",
    "Or",
    "Pel",
    "Quin",
    "Ros",
    "Sel",
    "Tor",
]
SYL_B = ["ba", "co", "da", "fi", "go", "hu", "ka", "li", "mo", "nu", "po", "ra", "si", "ta", "vo", "xe"]
SYL_C = ["dyn", "gen", "lex", "mont", "nix", "plex", "rand", "star", "tech", "ware"]
SUFFIX = ["Ltd", "GmbH", "Inc", "SA", "AB", "Oy", "BV", "KK"]
PRODUCTS = [
    "Bolt M8",
    "Bolt M10",
    "Nut M8",
    "Washer 8",
    "Bracket L",
    "Bracket T",
    "Hinge 40",
    "Hinge 60",
    "Panel oak",
    "Panel ash",
    "Rail 1m",
    "Rail 2m",
    "Lamp A60",
    "Lamp LED",
    "Cable 3m",
    "Cable 5m",
    "Fuse 10A",
    "Fuse 16A",
    "Motor S",
    "Motor XL",
]
# Text used by the contains-search measure: a middle-of-word syllable, so no
# prefix index can serve it.
SEARCH_TERMS = ["mont", "plex", "quin", "rand", "star", "ixka", "GmbH", "lex"]
FILTER_REGION = "west"

# Price/quantity/discount triples whose float sums are classically wrong.
# Exact subtotals: 0.1, 0.2 (sum 0.3); 1.1*3=3.3; 2.675; 0.07*100*0.57=3.99 ...
PROBES = [
    ("0.10", 1, "1.00"),
    ("0.20", 1, "1.00"),
    ("1.10", 3, "1.00"),
    ("1.15", 100, "0.57"),
    ("0.07", 100, "0.57"),
    ("19.99", 3, "0.85"),
    ("4.35", 100, "1.00"),
    ("1.01", 7, "0.29"),
]


class Workload:
    def __init__(self, n: int = 20000, seed: int = SEED):
        if n % 20:
            raise ValueError("N must be a multiple of 20")
        self.n, self.seed = n, seed
        r = random.Random(seed)
        base = datetime.date(2023, 1, 1)
        self.customers, self.orders, self.lines = [], [], []
        for i in range(n // 20):
            name = (
                r.choice(SYL_A)
                + r.choice(SYL_B)
                + r.choice(SYL_C)
                + " "
                + r.choice(SYL_A)
                + r.choice(SYL_B)
                + " "
                + r.choice(SUFFIX)
            )
            self.customers.append(
                {
                    "key": i,
                    "name": f"{name} {i:05d}",
                    "region": r.choice(REGIONS),
                    "owner": r.choice(OWNERS),
                    "created": (base + datetime.timedelta(days=r.randrange(1000))).isoformat(),
                }
            )
        nc = len(self.customers)
        for i in range(n // 4):
            p = r.randrange(100)
            status = (
                "draft"
                if p < STATUS_WEIGHTS[0]
                else "approved"
                if p < STATUS_WEIGHTS[0] + STATUS_WEIGHTS[1]
                else "rejected"
            )
            self.orders.append(
                {
                    "key": i,
                    "number": f"SO-{i:06d}",
                    "customer": r.randrange(nc),
                    "status": status,
                    "date": (base + datetime.timedelta(days=r.randrange(1095))).isoformat(),
                }
            )
        no = len(self.orders)
        for i in range(n):
            cents = r.randrange(5, 100000)  # 0.05 .. 999.99
            disc = r.choice([100, 100, 100, 95, 90, 85, 75, 67])
            self.lines.append(
                {
                    "key": i,
                    "order": r.randrange(no),
                    "product": r.choice(PRODUCTS),
                    "price_cents": cents,
                    "price": f"{cents // 100}.{cents % 100:02d}",
                    "quantity": r.randrange(1, 25),
                    "discount_pct": disc,
                    "discount": f"{disc // 100}.{disc % 100:02d}",
                }
            )
        # exact totals in 1/10000 of a unit
        self._line = [line["price_cents"] * line["quantity"] * line["discount_pct"] for line in self.lines]
        self._order = [0] * no
        self._order_lines = [[] for _ in range(no)]
        for i, line in enumerate(self.lines):
            self._order[line["order"]] += self._line[i]
            self._order_lines[line["order"]].append(i)
        self._cust, self._cust_ok, self._count = [0] * nc, [0] * nc, [0] * nc
        self._cust_orders = [[] for _ in range(nc)]
        for i, o in enumerate(self.orders):
            c = o["customer"]
            self._cust[c] += self._order[i]
            if o["status"] == "approved":
                self._cust_ok[c] += self._order[i]
            self._count[c] += 1
            self._cust_orders[c].append(i)

    @staticmethod
    def _dec(v: int) -> Decimal:
        return Decimal(v) / Decimal(10000)

    def line_subtotal(self, i):
        return self._dec(self._line[i])

    def order_total(self, i):
        return self._dec(self._order[i])

    def customer_total(self, i, approved_only=False):
        return self._dec((self._cust_ok if approved_only else self._cust)[i])

    def customer_order_count(self, i):
        return self._count[i]

    def order_line_indexes(self, i):
        return self._order_lines[i]

    def customer_order_indexes(self, i):
        return self._cust_orders[i]

    def probe_order_indexes(self, k, salt=1):
        """k distinct orders (deterministic) for the write measures."""
        return random.Random(self.seed + salt).sample(range(len(self.orders)), k)

    def probe_line_indexes(self, k, salt=2):
        return random.Random(self.seed + salt).sample(range(len(self.lines)), k)

    def new_line(self, j, order=None):
        """The j-th extra line created by write measures (deterministic)."""
        r = random.Random(self.seed * 7 + j)
        cents = r.randrange(5, 100000)
        disc = r.choice([100, 95, 90, 85])
        return {
            "order": r.randrange(len(self.orders)) if order is None else order,
            "product": r.choice(PRODUCTS),
            "price_cents": cents,
            "price": f"{cents // 100}.{cents % 100:02d}",
            "quantity": r.randrange(1, 25),
            "discount_pct": disc,
            "discount": f"{disc // 100}.{disc % 100:02d}",
        }

    def move_order(self, i, customer):
        """The order belongs to another customer from now on."""
        old = self.orders[i]["customer"]
        self.orders[i]["customer"] = customer
        self._cust_orders[old].remove(i)
        self._cust_orders[customer].append(i)
        self._count[old] -= 1
        self._count[customer] += 1

    def top_customers(self, region, k, approved_only=False):
        """Indexes of the k largest customers of a region by exact total, descending."""
        t = self._cust_ok if approved_only else self._cust
        ix = [i for i, c in enumerate(self.customers) if c["region"] == region]
        ix.sort(key=lambda i: (-t[i], i))
        return ix[:k]

    def digest(self):
        h = hashlib.sha256()
        for rows in (self.customers, self.orders, self.lines):
            for row in rows:
                h.update(json.dumps(row, sort_keys=True).encode())
        return h.hexdigest()[:16]


def exact(price: str, quantity: int, discount: str) -> Decimal:
    return Decimal(price) * quantity * Decimal(discount)


def percentile(values, p):
    """Nearest-rank percentile; p in 0..100."""
    v = sorted(values)
    return v[max(0, min(len(v) - 1, -(-len(v) * p // 100) - 1))] if v else None


def emit(out, peer, workload, n, metric, value, unit, **extra):
    """Print and keep one result line (the common format of all drivers)."""
    rec = {
        "peer": peer,
        "workload": workload,
        "n": n,
        "metric": metric,
        "value": round(value, 3) if isinstance(value, float) else value,
        "unit": unit,
    }
    rec.update(extra)
    out.append(rec)
    print(json.dumps(rec, ensure_ascii=False), flush=True)
    return rec


if __name__ == "__main__":
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
    w = Workload(n)
    print(
        json.dumps(
            {
                "n": n,
                "digest": w.digest(),
                "customers": len(w.customers),
                "orders": len(w.orders),
                "lines": len(w.lines),
                "grand_total": str(sum((w.customer_total(i) for i in range(len(w.customers))), Decimal(0))),
            }
        )
    )
