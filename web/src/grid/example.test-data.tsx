/** A small table and a server that keeps rules, for tests. */
import { act, render } from "@testing-library/react";
import type { Ref } from "react";
import { vi } from "vitest";
import type { RecordRow, Table, Value } from "../fields";
import { CONTEXT, field, STAGES } from "../fields/example.test-data";
import { Grid } from "./Grid";
import type { GridHandle, GridProps, NewRow, RowChange, RowProblem, SaveResult } from "./types";

export const TABLE: Table = {
  key: "deals",
  label: "销售机会",
  primary: "name",
  fields: [
    field("name", "text", { label: "名称" }),
    field("stage", "state", { label: "阶段", options: STAGES }),
    field("amount", "money", { label: "金额", settings: { scale: 2 } }),
    field("discount", "percent", { label: "折扣" }),
    field("total", "formula", { label: "合计", computed: true, value_type: "money" }),
    field("key_deal", "checkbox", { label: "重点" }),
    field("customer", "relation", { label: "客户" }),
  ],
};

/** Refuses negative amounts and rows without a name; all or nothing, like the real one. */
export class Server {
  rows: RecordRow[];
  sent: (readonly RowChange[])[] = [];
  created: (readonly NewRow[])[] = [];

  constructor(length: number) {
    this.rows = Array.from({ length }, (_, index) => ({
      id: index + 1,
      version: 1,
      values: {
        name: `机会 ${index + 1}`,
        stage: "talk",
        amount: "100.00",
        discount: null,
        total: "100.00",
        key_deal: false,
        customer: null,
      },
    }));
  }

  value(id: number, key: string): Value | undefined {
    return this.rows.find((row) => row.id === id)?.values[key];
  }

  change = async (changes: readonly RowChange[]): Promise<SaveResult> => {
    this.sent.push(changes);
    const problems = changes.flatMap(({ id, version, values }, row): RowProblem[] => {
      const stored = this.rows.find((one) => one.id === id);
      if (stored && version !== stored.version)
        return [{ row, field: null, code: "version_conflict", message: "他人已修改", current: stored }];
      const bad = typeof values.amount === "string" && values.amount.startsWith("-");
      return bad ? [{ row, field: "amount", code: "minimum", message: "金额不能小于 0" }] : [];
    });
    if (problems.length > 0) return { records: [], problems };
    return {
      records: changes.flatMap(({ id, values }) => {
        const at = this.rows.findIndex((row) => row.id === id);
        const old = this.rows[at];
        if (!old) return [];
        const next = { id, version: old.version + 1, values: { ...old.values, ...values } };
        this.rows = this.rows.with(at, next);
        return [next];
      }),
    };
  };

  create = async (rows: readonly NewRow[]): Promise<SaveResult> => {
    this.created.push(rows);
    const problems = rows.flatMap(({ values }, row) =>
      values.name ? [] : [{ row, field: "name", code: "required", message: "名称必填" }],
    );
    if (problems.length > 0) return { records: [], problems };
    const records = rows.map(({ values }, index) => ({
      id: this.rows.length + index + 1,
      version: 1,
      values,
    }));
    this.rows = [...this.rows, ...records];
    return { records };
  };

  props(): GridProps {
    return {
      table: TABLE,
      columns: TABLE.fields.map(({ key }) => ({ key })),
      source: {
        version: 1,
        count: null,
        fetch: async (offset, limit) => ({
          records: this.rows.slice(offset, offset + limit),
          count: this.rows.length,
        }),
      },
      context: CONTEXT,
      canEdit: true,
      canCreate: true,
      onChange: this.change,
      onCreate: this.create,
    };
  }
}

/** happy-dom lays nothing out: the grid is told it is 1,200 × 600. */
export function sizeElements(): void {
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1200);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
}

export const settled = () => act(() => new Promise<void>((resolve) => setTimeout(resolve, 20)));

export async function mount(server: Server, more: Partial<GridProps> & { ref?: Ref<GridHandle> } = {}) {
  const view = render(<Grid {...server.props()} {...more} />);
  await settled();
  const area = view.container.querySelector("textarea");
  if (!area) throw new Error("no textarea");
  const cell = (line: number, column: number): HTMLElement => {
    const found = view.container.querySelector<HTMLElement>(`[data-line="${line}"] [data-col="${column}"]`);
    if (!found) throw new Error(`no cell ${line}, ${column}`);
    return found;
  };
  return { ...view, area, cell };
}
