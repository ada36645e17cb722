/** Picks records or people: relation(s), member(s). */
import { Person } from "../Chip";
import type { Reference } from "../schema";
import type { PanelProps } from "../types";
import { useCandidates } from "../useCandidates";
import { asReferences } from "../value";
import { type PickItem, PickPanel } from "./PickPanel";

export function ReferencePanel({
  field,
  value,
  text,
  typed,
  context,
  record,
  takeKeys,
  onChange,
  onCommit,
}: PanelProps) {
  const several = field.type === "members" || field.type === "relations";
  const people = field.type === "member" || field.type === "members";
  const query = typed ? text.trim() : "";
  const { found, loading, failed } = useCandidates(field, context, query, record);
  const references = asReferences(value);
  const itemOf = (reference: Reference): PickItem => ({
    key: String(reference.id),
    label: reference.label,
    content: people ? <Person member={reference} /> : <span className="gz-text">{reference.label}</span>,
  });
  const without = (key: string) => references.filter((other) => String(other.id) !== key);
  return (
    <PickPanel
      items={found.map(itemOf)}
      chosen={references.map(itemOf)}
      several={several}
      query={query}
      locale={context.locale}
      loading={loading}
      failed={failed}
      clearable={!field.required}
      takeKeys={takeKeys}
      onPick={(item) => {
        const picked = found.find((reference) => String(reference.id) === item.key);
        if (!picked) return;
        if (!several) onCommit(picked);
        else
          onChange(
            references.some((one) => one.id === picked.id) ? without(item.key) : [...references, picked],
            "",
          );
      }}
      onDrop={(key) => (several ? onChange(without(key), "") : onCommit(null))}
      onClear={() => (several ? onChange([], "") : onCommit(null))}
    />
  );
}
