/** A value as its field shows it; references come as bare ids here. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Field, Value } from "../api/types";
import { membersQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";
import { asReferences } from "../fields";
import { FieldValue } from "../ui/FieldValue";

export function Said({ field, value }: { field: Field | undefined; value: Value }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const people = field?.value_type.startsWith("member") ?? false;
  const members = useQuery({ ...membersQuery(ws), enabled: people }).data;
  const empty = <span className="gz-muted">{t("automations.emptyValue")}</span>;
  if (value === null || (Array.isArray(value) && value.length === 0)) return empty;
  const ids = idsOf(value);
  if (ids && field && (people || field.value_type.startsWith("relation"))) {
    const label = (id: number) => (people && members?.find((one) => one.id === id)?.name) || `#${id}`;
    const named = asReferences(value).filter((one) => one.label);
    return <>{named.length > 0 ? named.map((one) => one.label).join("、") : ids.map(label).join("、")}</>;
  }
  if (!field) return <>{typeof value === "object" ? JSON.stringify(value) : String(value)}</>;
  return <FieldValue field={field} value={value} empty={empty} />;
}

function idsOf(value: unknown): number[] | null {
  const list = Array.isArray(value) ? value : [value];
  const ids = list.map((one: unknown) =>
    typeof one === "object" && one !== null && "id" in one ? Number(one.id) : Number(one),
  );
  return ids.every(Number.isSafeInteger) ? ids : null;
}
