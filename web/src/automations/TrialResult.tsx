/** What a trial would have done: changes field by field, what would be sent, and what would be refused. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Changed, Sent, Trial } from "../api/automations";
import { membersQuery } from "../api/workspace";
import { recordAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { Said } from "./Said";
import type { StepNode } from "./steps";
import { TrialSteps } from "./TrialSteps";
import { useWords } from "./useWords";

interface TrialResultProps {
  trial: Trial;
  steps: readonly StepNode[];
  table: string;
}

const KINDS = ["create", "update", "delete", "restore"] as const;

export function TrialResult({ trial, steps, table }: TrialResultProps) {
  const { t, i18n } = useTranslation();
  const { refused } = trial;
  const place = refused?.step
    ?.split(".")
    .map((part) => Number(part) + 1)
    .join(".");
  return (
    <div className="gz-trial">
      {refused && (
        <Alert
          type="error"
          showIcon
          title={place ? t("automations.refusedAt", { place }) : t("automations.refused")}
          description={refused[i18n.language === "en" ? "en" : "zh-CN"]}
        />
      )}
      <section>
        <h3>
          {trial.changes.length > 0
            ? t("automations.wouldChange", { count: trial.changes.length })
            : t("automations.wouldChangeNothing")}
        </h3>
        <ul>
          {trial.changes.map((change, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a record may be changed by several steps
            <Change key={at} change={change} />
          ))}
        </ul>
      </section>
      <section>
        <h3>
          {trial.sent.length > 0
            ? t("automations.wouldSend", { count: trial.sent.length })
            : t("automations.wouldSendNothing")}
        </h3>
        <ul>
          {trial.sent.map((sent, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same may be sent twice
            <Message key={at} sent={sent} />
          ))}
        </ul>
      </section>
      <TrialSteps done={trial.steps} steps={steps} table={table} refused={refused} />
    </div>
  );
}

export function Change({ change }: { change: Changed }) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const words = useWords();
  const table = tables.get(change.table);
  const kind = KINDS.find((one) => one === change.kind) ?? "update";
  return (
    <li className="gz-trial-change">
      <span>
        <Tag color={kind === "create" ? "green" : kind === "delete" ? "red" : "blue"}>
          {t(`automations.changeKinds.${kind}`)}
        </Tag>
        {words.table(change.table)}{" "}
        {kind !== "create" && (
          <Link to={recordAddress(ws, change.table, change.record)} target="_blank">
            {change.label || `#${change.record}`}
          </Link>
        )}
      </span>
      <dl>
        {Object.entries(change.cells).map(([key, [before, after]]) => {
          const field = table?.fields.find((one) => one.key === key);
          return (
            <div key={key}>
              <dt>{field?.label ?? key}</dt>
              <dd>
                {kind !== "create" && (
                  <>
                    <Said field={field} value={before} /> <span aria-hidden>→</span>{" "}
                  </>
                )}
                <b>
                  <Said field={field} value={after} />
                </b>
              </dd>
            </div>
          );
        })}
      </dl>
    </li>
  );
}

function Message({ sent }: { sent: Sent }) {
  const { key: ws } = useWorkspace();
  const { t, i18n } = useTranslation();
  const words = useWords();
  const members = useQuery(membersQuery(ws)).data ?? [];
  if (sent.kind === "webhook")
    return (
      <li className="gz-trial-change">
        <span>{t("automations.callTo", { url: sent.url })}</span>
        <pre className="gz-flow-raw">{JSON.stringify(sent.body, null, 2)}</pre>
      </li>
    );
  const names = (sent.members ?? []).map((id) => members.find((one) => one.id === id)?.name ?? `#${id}`);
  return (
    <li className="gz-trial-change">
      <span>{t("automations.notifyTo", { names: words.list(names) || t("automations.emptyValue") })}</span>
      <q>{sent.text?.[i18n.language === "en" ? "en" : "zh-CN"] ?? ""}</q>
    </li>
  );
}
