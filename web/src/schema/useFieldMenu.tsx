/** What builders find in the menu of a heading, and the dialogs that it opens. */
import { lazy, type ReactNode, Suspense, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field, Table, View } from "../api/types";
import { useWorkspace } from "../app/workspace";
import type { MenuItem } from "../grid";

const FieldDrawer = lazy(async () => ({ default: (await import("./FieldDrawer")).FieldDrawer }));
const ConvertDialog = lazy(async () => ({ default: (await import("./ConvertDialog")).ConvertDialog }));
const DeleteDialog = lazy(async () => ({ default: (await import("./DeleteDialog")).DeleteDialog }));

type Open = { what: "edit" | "insert" | "convert" | "delete"; field: Field } | { what: "add" };
/** Types whose values have a text that can be read as another type. */
const CONVERTIBLE: ReadonlySet<string> = new Set([
  "text",
  "long_text",
  "number",
  "money",
  "percent",
  "date",
  "datetime",
  "option",
  "multi_option",
  "state",
  "checkbox",
  "autonumber",
  "phone",
  "email",
  "url",
  "member",
]);
const SYSTEM: ReadonlySet<string> = new Set(["created_by", "created_at", "updated_by", "updated_at"]);

export function useFieldMenu(
  table: Table,
  view: View | null,
): {
  items: ((key: string) => readonly MenuItem[]) | undefined;
  /** Adds a field as the last column. */
  add: (() => void) | undefined;
  dialogs: ReactNode;
} {
  const { member } = useWorkspace();
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);

  const items = useCallback(
    (key: string): readonly MenuItem[] => {
      const field = table.fields.find((one) => one.key === key);
      if (!field) return [];
      const entry = (what: Exclude<Open["what"], "add">): MenuItem => ({
        key: what,
        label: t(`schema.${what}`),
        act: () => setOpen({ what, field }),
      });
      if (SYSTEM.has(key)) return [entry("insert")];
      return [
        entry("edit"),
        entry("insert"),
        ...(CONVERTIBLE.has(field.type) ? [entry("convert")] : []),
        ...(key === table.primary ? [] : [entry("delete")]),
      ];
    },
    [table, t],
  );

  const add = useCallback(() => setOpen({ what: "add" }), []);

  const dialogs = open && (
    <Suspense fallback={null}>
      {open.what === "add" && (
        <FieldDrawer table={table} view={view} field={null} after={null} onClose={close} />
      )}
      {(open.what === "edit" || open.what === "insert") && (
        <FieldDrawer
          table={table}
          view={view}
          field={open.what === "edit" ? open.field : null}
          after={open.what === "insert" ? open.field.key : null}
          onClose={close}
        />
      )}
      {open.what === "convert" && <ConvertDialog table={table} field={open.field} onClose={close} />}
      {open.what === "delete" && <DeleteDialog table={table} field={open.field} onClose={close} />}
    </Suspense>
  );
  return { items: member.builder ? items : undefined, add: member.builder ? add : undefined, dialogs };
}
