/** An upgrade: what it would change, what waits for a decision, and carrying it out. */
import { useQuery } from "@tanstack/react-query";
import { Alert, App, Button, Collapse, Drawer, Progress } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, sentence } from "../api/problem";
import {
  type Difference,
  type InstalledTemplate,
  type Side,
  type TemplateDocument,
  upgradePlanQuery,
  type Verdict,
} from "../api/templates";
import { useWorkspace } from "../app/workspace";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { DifferenceList } from "./DifferenceList";
import { useUpgrade } from "./useUpgrade";

interface UpgradeDrawerProps {
  template: InstalledTemplate;
  /** A document from a file; null for what comes with the product. */
  document: TemplateDocument | null;
  close: () => void;
}

const MOVING: readonly Verdict[] = ["add", "take", "remove", "release", "conflict"];
/** The groups below those that need a decision, with what stands where one may choose. */
const GROUPS: readonly { verdict: Verdict; usual?: Side }[] = [
  { verdict: "take", usual: "theirs" },
  { verdict: "add" },
  { verdict: "remove", usual: "theirs" },
  { verdict: "release" },
  { verdict: "by_hand" },
  { verdict: "keep", usual: "mine" },
];

export function UpgradeDrawer({ template, document, close }: UpgradeDrawerProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [choices, setChoices] = useState<Record<string, Side>>({});
  const found = useQuery(upgradePlanQuery(ws, template.key, document));
  const course = useUpgrade(ws, template.key);
  const plan = found.data;
  const of = (verdict: Verdict): Difference[] =>
    (plan?.differences ?? []).filter((each) => each.verdict === verdict);
  const conflicts = of("conflict");
  const open = conflicts.filter((each) => !(each.name in choices)).length;
  const moving =
    MOVING.reduce((sum, verdict) => sum + (plan?.counts[verdict] ?? 0), 0) > 0 ||
    Object.values(choices).includes("theirs");
  const choose = (name: string, side: Side) => setChoices((now) => ({ ...now, [name]: side }));
  const carryOut = async () => {
    if (!plan) return;
    try {
      if (await course.start({ token: plan.token, choices, document })) {
        message.success(t("templates.done", { name: template.name, version: plan.version }), 6);
        close();
      }
    } catch (error) {
      if (error instanceof Problem && error.has("template.plan_moved")) {
        setChoices({});
        await found.refetch();
      }
      message.error(sentence(error), 8);
    }
  };
  return (
    <Drawer
      open
      size={760}
      title={t("templates.upgradeTitle", { name: template.name })}
      onClose={course.working ? undefined : close}
      footer={
        <div className="gz-upgrade-foot">
          {open > 0 && <span className="gz-muted">{t("templates.open", { count: open })}</span>}
          {course.working ? (
            <>
              <Progress percent={course.percent} size="small" />
              {course.cancel && <Button onClick={course.cancel}>{t("templates.cancel")}</Button>}
            </>
          ) : (
            <>
              <Button onClick={close}>{t("templates.later")}</Button>
              <Button type="primary" disabled={!plan || open > 0 || !moving} onClick={() => void carryOut()}>
                {t("templates.carryOut")}
              </Button>
            </>
          )}
        </div>
      }
    >
      {found.isPending && <Waiting rows={8} />}
      {found.error && <Failure error={found.error} retry={() => found.refetch()} />}
      {plan && (
        <>
          <p className="gz-upgrade-versions">
            {plan.before === plan.version
              ? t("templates.sameVersion", { version: plan.version })
              : t("templates.versions", { before: plan.before, version: plan.version })}
          </p>
          {!moving && <Alert type="success" showIcon title={t("templates.upToDate")} />}
          {conflicts.length > 0 && (
            <section className="gz-upgrade-conflicts">
              <Alert
                type="warning"
                showIcon
                title={t("templates.conflicts", { count: conflicts.length })}
                description={t("templates.conflictsHint")}
              />
              <DifferenceList
                differences={conflicts}
                now={t("templates.here")}
                then={t("templates.coming")}
                choices={choices}
                onChoose={choose}
              />
            </section>
          )}
          <Collapse
            ghost
            items={GROUPS.filter(({ verdict }) => of(verdict).length > 0).map(({ verdict, usual }) => ({
              key: verdict,
              label: `${t(`templates.verdict_${verdict}`)}（${of(verdict).length}）`,
              children: (
                <>
                  <p className="gz-muted">{t(`templates.hint_${verdict}`)}</p>
                  <DifferenceList
                    differences={of(verdict)}
                    now={t("templates.here")}
                    then={t("templates.coming")}
                    {...(usual ? { choices, onChoose: choose, usual } : {})}
                  />
                </>
              ),
            }))}
          />
        </>
      )}
    </Drawer>
  );
}
