/** The rules of one timer, each in words, and the way to change them: a plan, then its confirmation. */
import { DeleteOutlined, EditOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { recordsQuery } from "../api/records";
import type { RuleChange, Timer } from "../api/timers";
import type { Row } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { Failure } from "../ui/Failure";
import { useTitleOf } from "../ui/FieldValue";
import { Waiting } from "../ui/Waiting";
import { PlanDialog } from "./PlanDialog";
import { RuleDialog } from "./RuleDialog";
import { RuleLog } from "./RuleLog";
import { isActive, ruleFilter } from "./rules";
import { useRuleWords } from "./useRuleWords";

type Asked = { kind: "edit"; row: Row | null } | { kind: "plan"; title: string; changes: RuleChange[] };

export function TimerRules({ timer }: { timer: Timer }) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const wordsOf = useRuleWords();
  const titleOf = useTitleOf();
  const rules = tables.get(timer.rules);
  const [asked, setAsked] = useState<Asked | null>(null);
  const found = useQuery(recordsQuery(ws, timer.rules, { filter: ruleFilter(timer), limit: 100 }));
  const table = tables.get(timer.table);
  if (!rules || !table) return null;
  const always = timer.pauses.filter((pause) => pause.flag === null).map((pause) => pause.label);
  const effects = Object.entries(timer.on_due).map(([key, value]) => {
    const field = table.fields.find((one) => one.key === key);
    const label = field?.label ?? key;
    if (value === null) return t("timers.emptied", { field: label });
    const said = field?.options.find((one) => one.key === value)?.label ?? String(value);
    return t("timers.set", { field: label, value: said });
  });
  const { active } = timer;
  return (
    <section className="gz-settings-section" aria-label={timer.label}>
      <div className="gz-timers-head">
        <h2>{timer.label}</h2>
        <span className="gz-muted">
          {t("timers.whenDue", { effect: effects.join("，") || t("timers.thenNothing") })}
          {always.length > 0 && `；${t("timers.always", { labels: always.join("、") })}`}
        </span>
        <span className="gz-settings-space" />
        {timer.changeable && (
          <Button
            size="small"
            icon={<PlusOutlined aria-hidden />}
            onClick={() => setAsked({ kind: "edit", row: null })}
          >
            {t("timers.add")}
          </Button>
        )}
      </div>
      {found.isPending && <Waiting rows={2} />}
      {found.isError && !found.data && <Failure error={found.error} retry={() => found.refetch()} />}
      {found.data?.records.length === 0 && <p className="gz-muted">{t("timers.noRules")}</p>}
      <ul className="gz-timers-rules">
        {found.data?.records.map((row) => {
          const words = wordsOf(timer, rules, row.values);
          const name = titleOf(rules, row.values) || `#${row.id}`;
          const on = isActive(timer, row);
          return (
            <li key={row.id} data-off={!on}>
              {active && (
                <Switch
                  size="small"
                  disabled={!timer.changeable}
                  checked={on}
                  aria-label={t("timers.switchOn", { name })}
                  onChange={(next) =>
                    setAsked({
                      kind: "plan",
                      title: t(next ? "timers.onTitle" : "timers.offTitle", { name }),
                      changes: [{ id: row.id, values: { [active]: next } }],
                    })
                  }
                />
              )}
              <div>
                <strong>{name}</strong> <span className="gz-muted">{words.scope}</span>
                {words.lines.map((line) => (
                  <p key={line}>{line}</p>
                ))}
              </div>
              {timer.changeable && (
                <span>
                  <Button
                    type="text"
                    size="small"
                    icon={<EditOutlined aria-hidden />}
                    aria-label={`${t("timers.edit")} ${name}`}
                    onClick={() => setAsked({ kind: "edit", row })}
                  />
                  <Button
                    type="text"
                    size="small"
                    icon={<DeleteOutlined aria-hidden />}
                    aria-label={`${t("timers.remove")} ${name}`}
                    onClick={() =>
                      setAsked({
                        kind: "plan",
                        title: t("timers.removeTitle", { name }),
                        changes: [{ id: row.id, values: null }],
                      })
                    }
                  />
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <RuleLog timer={timer} rules={rules} />
      {asked?.kind === "edit" && (
        <RuleDialog
          timer={timer}
          rules={rules}
          row={asked.row}
          onPlan={(changes) =>
            setAsked({
              kind: "plan",
              title: t(asked.row ? "timers.editTitle" : "timers.addTitle"),
              changes,
            })
          }
          onClose={() => setAsked(null)}
        />
      )}
      {asked?.kind === "plan" && (
        <PlanDialog
          timer={timer}
          title={asked.title}
          changes={asked.changes}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
