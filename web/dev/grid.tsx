/** A page to look at the grid without a server: ?rows=100000&height=32&dark&en&group. */
import { ConfigProvider } from "antd";
import { StrictMode, useMemo, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import "../src/app/theme.css";
import type { FieldContext, Locale } from "../src/fields";
import { type Column, Grid, type GridHandle, type RowHeight, type SortKey } from "../src/grid";
import { CUSTOMERS, PEOPLE, Store, table } from "./source";

const query = new URLSearchParams(location.search);
if (query.has("dark")) document.documentElement.dataset.theme = "dark";
const locale: Locale = query.has("en") ? "en" : "zh-CN";
const store = new Store(Number(query.get("rows") ?? 100000));

declare global {
  interface Window {
    store: Store;
    grid: GridHandle | null;
  }
}
window.store = store;

function Page() {
  const [columns, setColumns] = useState<readonly Column[]>(() =>
    table.fields.map((field) => ({ key: field.key })),
  );
  const [sort, setSort] = useState<readonly SortKey[]>([]);
  const [footer, setFooter] = useState<
    Readonly<Record<string, "sum" | "avg" | "min" | "max" | "distinct">> | undefined
  >();
  const source = useMemo(() => store.source(), []);
  const grid = useRef<GridHandle>(null);
  const context = useMemo<FieldContext>(
    () => ({
      locale,
      timezone: "Asia/Shanghai",
      today: "2026-11-22",
      table: "deals",
      candidates: async (_table, field, q) => {
        await new Promise((resolve) => setTimeout(resolve, 80));
        const list = field === "owner" || field === "team" ? PEOPLE : CUSTOMERS;
        return list.filter((one) => one.label.includes(q)).slice(0, 20);
      },
      upload: async (file) => ({ id: Date.now(), name: file.name, size: file.size, type: file.type }),
    }),
    [],
  );
  const groups = query.has("group")
    ? ["线索", "初步接触", "方案报价"].map((label, index) => ({
        key: label,
        label,
        count: 8 + index * 5,
        sums: { amount: "128300.50" },
      }))
    : null;
  return (
    <div style={{ height: "100vh" }}>
      <Grid
        ref={(handle) => {
          grid.current = handle;
          window.grid = handle;
        }}
        table={table}
        columns={columns}
        source={source}
        context={context}
        rowHeight={Number(query.get("height") ?? 32) as RowHeight}
        groups={groups}
        canEdit
        canCreate
        canDelete
        sort={sort}
        footer={footer}
        onFooter={setFooter}
        onSort={setSort}
        onChange={(changes) => store.change(changes)}
        onCreate={(rows) => store.create(rows)}
        onDelete={async (ids) => {
          for (const id of ids) store.gone.add(id);
          return { deleted: ids };
        }}
        onRestore={async (ids) => {
          for (const id of ids) store.gone.delete(id);
          return { records: [] };
        }}
        onOpen={(id) => console.info("open", id)}
        onExplain={(id, field) => console.info("explain", id, field)}
        onResize={(key, width) =>
          setColumns((old) => old.map((column) => (column.key === key ? { key, width } : column)))
        }
        onReorder={(keys) =>
          setColumns((old) => keys.flatMap((key) => old.find((column) => column.key === key) ?? []))
        }
        onHide={(key) => setColumns((old) => old.filter((column) => column.key !== key))}
        onFilter={(key) => console.info("filter", key)}
        aggregate={async (measures) =>
          Object.fromEntries(
            measures.map(({ field, op }) => [field, op === "distinct" ? "42" : store.sumOf(field)]),
          )
        }
      />
    </div>
  );
}

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ConfigProvider>
        <Page />
      </ConfigProvider>
    </StrictMode>,
  );
}
