/** Buttons and approvals in words: who may press, when, and what happens. */
import type { ActionDocument, ActionKind } from "../api/definitions";
import { useActionParts } from "./useActionParts";

export function ActionWords({ kind, document }: { kind: ActionKind; document: ActionDocument }) {
  const parts = useActionParts()(kind, document).filter((part) => part.brief && part.text);
  return (
    <dl className="gz-action-words">
      {parts.map((part) => (
        <div key={part.key}>
          <dt>{part.label}</dt>
          <dd>{part.text}</dd>
        </div>
      ))}
    </dl>
  );
}
