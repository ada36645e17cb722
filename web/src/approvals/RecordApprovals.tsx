/** The rounds of approval of a record, in a tab of its page. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { recordApprovalsQuery } from "../api/approvals";
import type { RecordWithRights, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import "./approvals.css";
import { AskChange } from "./AskChange";
import { Changes } from "./Changes";
import { DecisionForm } from "./DecisionForm";
import { Stages } from "./Stages";
import { StateTag } from "./StateTag";

export function RecordApprovals({ table, record }: { table: Table; record: RecordWithRights }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const found = useQuery(recordApprovalsQuery(ws, table.key, record.id));
  if (found.isPending) return <Waiting rows={6} />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const rounds = found.data;
  return (
    <>
      {(table.approvals ?? []).map((schema) => (
        <AskChange key={schema.key} table={table} record={record} schema={schema} />
      ))}
      {rounds.length === 0 && <p className="gz-muted">{t("approvals.none")}</p>}
      {rounds.map((round) => (
        <section key={round.id} className="gz-approval-round">
          <header>
            <strong>{t("approvals.round", { count: round.round })}</strong>
            {round.change && <span className="gz-history-source">{t("approvals.changeRequest")}</span>}
            <StateTag state={round.state} />
          </header>
          <Changes approval={round} />
          <Stages approval={round} />
          <DecisionForm approval={round} />
        </section>
      ))}
    </>
  );
}
