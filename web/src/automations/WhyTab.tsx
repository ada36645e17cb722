/** On a record: each automation of its table, whether it has run for it, and why it did or did not. */
import { CheckOutlined, CloseOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { automationsQuery, type ListedAutomation, whyQuery } from "../api/automations";
import type { Table } from "../api/types";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { Nothing } from "../past/Nothing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import "./automations.css";
import { RunDrawer } from "./RunDrawer";
import { RunLine } from "./Runs";
import { useWords } from "./useWords";

const REASONS = [
  "enabled",
  "not_paused",
  "owner_active",
  "owner_sees",
  "demo_row",
  "condition_holds_now",
  "changed_since_switched_on",
] as const;

export function WhyTab({ table, record }: { table: Table; record: number }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const found = useQuery(automationsQuery(ws));
  const [open, setOpen] = useState<number | null>(null);
  if (found.isPending) return <Waiting rows={4} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const own = found.data.automations.filter((one) => one.table === table.key);
  if (own.length === 0) return <Nothing title={t("automations.whyNone")} hint={t("automations.whyHint")} />;
  return (
    <>
      <p className="gz-muted">{t("automations.whyHint")}</p>
      {own.map((one) => (
        <Why key={one.key} automation={one} record={record} onOpen={setOpen} />
      ))}
      {open !== null && <RunDrawer run={open} onClose={() => setOpen(null)} />}
    </>
  );
}

interface WhyProps {
  automation: ListedAutomation;
  record: number;
  onOpen: (run: number) => void;
}

function Why({ automation, record, onOpen }: WhyProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const words = useWords();
  const { data, error, isPending, refetch } = useQuery(whyQuery(ws, automation.key, record));
  const count = data?.runs.length ?? 0;
  return (
    <section className="gz-why-flow" aria-label={automation.label}>
      <header>
        <Link to={settingsAddress(ws, "automations", automation.key)}>{automation.label}</Link>
        <span className="gz-muted">{words.trigger(automation.table, automation.definition.trigger)}</span>
        {data && (
          <Tag color={count > 0 ? "green" : "default"}>
            {count > 0
              ? t("automations.whyRan", { count: data.next === null ? count : `${count}+` })
              : t("automations.whyNever")}
          </Tag>
        )}
      </header>
      {isPending && <Waiting rows={2} />}
      {error && <Failure error={error} retry={refetch} />}
      {data && (
        <>
          <ul>
            {data.reasons.map(({ name, holds }) => {
              const reason = REASONS.find((one) => one === name);
              return (
                <li key={name} data-holds={holds}>
                  {holds ? <CheckOutlined aria-hidden /> : <CloseOutlined aria-hidden />}{" "}
                  {reason ? t(`automations.${holds ? "holds" : "fails"}.${reason}`) : name}
                </li>
              );
            })}
          </ul>
          <ul className="gz-runs">
            {data.runs.map((run) => (
              <RunLine key={run.id} run={run} label={null} onOpen={() => onOpen(run.id)} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
