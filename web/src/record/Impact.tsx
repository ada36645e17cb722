/** What a press would make, change and delete, table by table; beside the question that is asked before it. */
import type { TFunction } from "i18next";
import type { Foreseen } from "../api/actions";
import type { Table } from "../api/types";

interface ImpactProps {
  question: string;
  impact: Foreseen["impact"];
  tables: ReadonlyMap<string, Table>;
  t: TFunction; // dialogs that ask hang outside of the workspace
}

const WORDS = ["created", "updated", "deleted"] as const;

export function Impact({ question, impact, tables, t }: ImpactProps) {
  const lines = impact.tables.flatMap((each) =>
    WORDS.filter((word) => each[word] > 0).map((word) =>
      t(`record.foreseen.${word}`, {
        table: tables.get(each.table)?.label ?? each.table,
        number: each[word],
      }),
    ),
  );
  return (
    <>
      <p>{question}</p>
      {lines.length > 0 && (
        <ul className="gz-action-impact">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </>
  );
}
