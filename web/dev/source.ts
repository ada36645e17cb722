/** An invented table in memory, for looking at the grid: customers' orders, any number of rows. */
import type { Field, FieldType, RecordRow, Reference, Table, Value } from "../src/fields";
import { compare, sum } from "../src/fields/decimal";
import type { NewRow, RowChange, RowSource, SaveResult } from "../src/grid";

const OPTIONS = {
  stage: [
    ["lead", "线索", "gray"],
    ["contact", "初步接触", "blue"],
    ["quote", "方案报价", "cyan"],
    ["talk", "商务谈判", "amber"],
    ["won", "赢单", "green"],
    ["lost", "输单", "red"],
  ],
  source: [
    ["fair", "展会", "purple"],
    ["web", "官网", "teal"],
    ["referral", "转介绍", "lime"],
    ["call", "电话", "orange"],
    ["ad", "广告", "pink"],
    ["other", "其他", "yellow"],
  ],
} as const;

function field(key: string, type: FieldType, label: string, more: Partial<Field> = {}): Field {
  return {
    key,
    type,
    label,
    required: false,
    unique: false,
    computed: false,
    read_only: false,
    protected: null,
    value_type: type,
    options: [],
    settings: {},
    help: null,
    ...more,
  };
}

const options = (name: keyof typeof OPTIONS) =>
  OPTIONS[name].map(([key, label, color]) => ({ key, label, color, archived: false }));

export const table: Table = {
  key: "deals",
  label: "销售机会",
  primary: "name",
  fields: [
    field("name", "text", "机会名称", { required: true }),
    field("customer", "relation", "客户", { settings: { table: "customers" }, required: true }),
    field("stage", "state", "阶段", {
      options: options("stage"),
      settings: { transitions: null, manual: true },
    }),
    field("amount", "money", "预计金额", { settings: { currency: "CNY", scale: 2 } }),
    field("discount", "percent", "折扣"),
    field("total", "formula", "折后金额", {
      computed: true,
      value_type: "money",
      settings: { scale: 2, formula: "amount * discount" },
    }),
    field("close_on", "date", "预计成交日期"),
    field("owner", "member", "负责人"),
    field("tags", "multi_option", "来源", { options: options("source") }),
    field("key_deal", "checkbox", "重点"),
    field("quantity", "number", "数量", { settings: { scale: 0 } }),
    field("updated_at", "datetime", "更新时间", { computed: true }),
    field("team", "members", "协作人"),
    field("number", "autonumber", "编号", { computed: true, read_only: true }),
    field("phone", "phone", "电话"),
    field("email", "email", "邮箱"),
    field("site", "url", "网站"),
    field("note", "long_text", "备注"),
    field("credit", "money", "信用额度", {
      settings: { currency: "CNY", scale: 2 },
      protected: "只有财务可以修改",
      read_only: true,
    }),
    field("contract", "attachment", "合同"),
  ],
};

const CITIES = ["上海", "北京", "深圳", "杭州", "苏州", "成都", "武汉", "宁波", "青岛", "西安"];
const TRADES = [
  "精密机械",
  "华兴电子",
  "远航物流",
  "天成建材",
  "明德医疗",
  "恒信软件",
  "绿源食品",
  "泰和纺织",
  "中科仪器",
  "嘉禾包装",
];
const SUBJECTS = [
  "年度框架采购",
  "产线改造项目",
  "备件补货",
  "二期扩容",
  "售后维保续签",
  "样机试用",
  "仓储系统升级",
  "检测设备采购",
];
export const PEOPLE: readonly Reference[] = [
  "王小明",
  "李娜",
  "张伟",
  "刘洋",
  "陈静",
  "赵磊",
  "Anna Meier",
].map((label, index) => ({ id: index + 1, label }));
export const CUSTOMERS: readonly Reference[] = CITIES.flatMap((city, c) =>
  TRADES.map((trade, t) => ({ id: c * 10 + t + 1, label: `${city}${trade}有限公司` })),
);

const pick = <T>(list: readonly T[], seed: number): T => list[seed % list.length] as T;

function total(amount: Value | undefined, discount: Value | undefined): Value {
  if (typeof amount !== "string" || typeof discount !== "string") return null;
  const cents =
    (BigInt(Math.round(Number(amount) * 100)) * BigInt(Math.round(Number(discount) * 100)) + 5000n) / 10000n;
  return `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
}

function make(index: number): RecordRow {
  const mixed = (index * 7919 + 104729) % 99991;
  const customer = pick(CUSTOMERS, mixed);
  const amount = `${((mixed * 37) % 900000) + 1200}.${String(mixed % 100).padStart(2, "0")}`;
  const discount = mixed % 9 === 0 ? null : String([85, 90, 95, 100, 78.5][mixed % 5]);
  const day = 1 + (mixed % 28);
  const month = 1 + (mixed % 12);
  return {
    id: index + 1,
    version: 1,
    values: {
      name: `${customer.label.slice(0, 6)}${pick(SUBJECTS, mixed >> 3)}`,
      customer,
      stage: pick(OPTIONS.stage, mixed >> 2)[0],
      amount,
      discount,
      total: total(amount, discount),
      close_on:
        mixed % 11 === 0 ? null : `2026-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`,
      owner: pick(PEOPLE, mixed >> 1),
      tags:
        mixed % 4 === 0
          ? []
          : [
              pick(OPTIONS.source, mixed)[0],
              ...(mixed % 3 === 0 ? [pick(OPTIONS.source, mixed + 2)[0]] : []),
            ],
      key_deal: mixed % 5 === 0,
      quantity: String((mixed * 3) % 5000),
      updated_at: new Date(Date.UTC(2026, 10, 22, 6, 5) - ((index * 97) % 40000) * 60000).toISOString(),
      team: mixed % 3 === 0 ? [pick(PEOPLE, mixed), pick(PEOPLE, mixed + 1)] : [],
      number: `JH-2026-${String(index + 1).padStart(6, "0")}`,
      phone: `13${String(800000000 + mixed * 977).slice(0, 9)}`,
      email: `contact${mixed}@example.com`,
      site: `https://www.example.com/c/${mixed}`,
      note: mixed % 4 === 1 ? "客户要求十二月前完成交付，\n付款方式三七分期。" : null,
      credit: `${(mixed % 50) * 10000}.00`,
      contract:
        mixed % 6 === 0 ? [{ id: index, name: "框架合同.pdf", size: 245000, type: "application/pdf" }] : [],
    },
  };
}

/** Keeps what was changed; everything else is computed when asked for. */
export class Store {
  readonly changed = new Map<number, RecordRow>();
  readonly gone = new Set<number>();
  readonly added: RecordRow[] = [];
  requests = 0;

  constructor(readonly rows: number) {}

  private at(index: number): RecordRow | undefined {
    const row = index < this.rows ? make(index) : this.added[index - this.rows];
    return row && (this.changed.get(row.id) ?? row);
  }

  source(): RowSource {
    return {
      version: "dev",
      count: null,
      fetch: async (offset, limit, signal) => {
        this.requests += 1;
        await new Promise((resolve) => setTimeout(resolve, 60));
        signal.throwIfAborted();
        const records: RecordRow[] = [];
        const shift = [...this.gone].filter((id) => id <= offset).length;
        for (let index = offset + shift; records.length < limit; index += 1) {
          const row = this.at(index);
          if (!row) break;
          if (!this.gone.has(row.id)) records.push(row);
        }
        return { records, count: this.rows + this.added.length - this.gone.size };
      },
    };
  }

  async change(changes: readonly RowChange[]): Promise<SaveResult> {
    await new Promise((resolve) => setTimeout(resolve, 120));
    const problems = changes.flatMap(({ values }, row) => {
      const amount = values.amount;
      if (typeof amount !== "string" || compare(amount, "0") >= 0) return [];
      return [{ row, field: "amount", code: "minimum", message: "预计金额不能小于 0" }];
    });
    if (problems.length > 0) return { records: [], problems };
    return {
      records: changes.map(({ id, values }) => {
        const old = this.changed.get(id) ??
          (id <= this.rows ? make(id - 1) : this.added[id - this.rows - 1]) ?? { id, version: 0, values: {} };
        const next = { ...old.values, ...values };
        const row = {
          id,
          version: old.version + 1,
          values: { ...next, total: total(next.amount, next.discount) },
        };
        this.changed.set(id, row);
        return row;
      }),
    };
  }

  async create(rows: readonly NewRow[]): Promise<SaveResult> {
    await new Promise((resolve) => setTimeout(resolve, 120));
    const problems = rows.flatMap(({ values }, row) =>
      values.name ? [] : [{ row, field: "name", code: "required", message: "机会名称必填" }],
    );
    if (problems.length > 0) return { records: [], problems };
    const records = rows.map(({ values }) => {
      const id = this.rows + this.added.length + 1;
      const row = {
        id,
        version: 1,
        values: { ...values, number: `JH-2026-${id}`, total: total(values.amount, values.discount) },
      };
      this.added.push(row);
      return row;
    });
    return { records };
  }

  sumOf(key: string): string {
    const values: string[] = [];
    for (let index = 0; index < Math.min(this.rows, 2000); index += 1) {
      const value = this.at(index)?.values[key];
      if (typeof value === "string") values.push(value);
    }
    return sum(values);
  }
}
