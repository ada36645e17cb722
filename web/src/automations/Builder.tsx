/** One automation: edited, tried, and looked back on. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Tabs } from "antd";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import {
  type AutomationInFull,
  addAutomation,
  automationsKey,
  changeAutomation,
  type Guard,
} from "../api/automations";
import { Problem, sentence } from "../api/problem";
import type { ProblemItem } from "../api/types";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { LeaveGuard } from "../ui/LeaveGuard";
import { BuilderHead } from "./BuilderHead";
import { WITH_BODY } from "./bodyTests";
import { type Building, BuildingProvider } from "./building";
import type { Input } from "./document";
import { type Draft, documentOf, lacksOf } from "./draft";
import { EditPanel } from "./EditPanel";
import { HiddenTable } from "./HiddenTable";
import { showFirstProblem } from "./Problems";
import { AUTOMATION_PARTS, halfPlace, problemsByPlace } from "./problems";
import { ReplayPanel } from "./ReplayPanel";
import { Runs } from "./Runs";
import { AUTOMATION_STEPS, namesBefore, placesOf, type StepNode } from "./steps";
import { TryPanel } from "./TryPanel";
import { useSteering } from "./useSteering";

interface BuilderProps {
  /** Null: not saved yet. */
  automation: AutomationInFull | null;
  start: Draft;
}

const NO_INPUTS: readonly Input[] = [];
const FEW = 3; // steps that are shown open at the beginning

export function Builder({ automation, start }: BuilderProps) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const steering = useSteering();
  const [draft, setDraft] = useState(start);
  const [tab, setTab] = useState("edit");
  const [halves, setHalves] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState<ProblemItem[]>([]);
  const [saving, setSaving] = useState(false);
  const leaving = useRef(false);
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(start.steps.length <= FEW ? start.steps.map((step) => step.id) : []),
  );
  const document = useMemo(() => documentOf(draft), [draft]);
  const before = useMemo(() => JSON.stringify(documentOf(start)), [start]);
  const dirty = automation === null || JSON.stringify(document) !== before || halves.size > 0;
  const places = useMemo(() => placesOf(draft.steps), [draft.steps]);
  const problems = useMemo(() => {
    const lacks = asked ? lacksOf(draft) : [];
    const half = asked
      ? [...halves].map((id) => ({ place: halfPlace(id, places), lack: "half" as const }))
      : [];
    const said = [...lacks, ...half].map(({ place, lack }) => ({
      place,
      sentence: t(`automations.lacks.${lack}`),
    }));
    return problemsByPlace(said, refused, [...AUTOMATION_PARTS, ...places.values()]);
  }, [asked, draft, halves, refused, places, t]);

  const put = useCallback((part: Partial<Draft>) => {
    setRefused([]);
    setDraft((old) => ({ ...old, ...part }));
  }, []);
  const change = useCallback((next: (steps: readonly StepNode[]) => StepNode[]) => {
    setRefused([]);
    setDraft((old) => ({ ...old, steps: next(old.steps) }));
  }, []);
  const onHalf = useCallback((id: string, half: boolean) => {
    setHalves((old) => {
      if (old.has(id) === half) return old;
      const next = new Set(old);
      if (half) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  const building = useMemo<Building>(
    () => ({
      steps: draft.steps,
      change,
      problemsAt: (id) => problems.at.get(places.get(id) ?? id) ?? [],
      onHalf,
      namesFor: (id) => namesBefore(draft.steps, id),
      table: draft.table,
      body: WITH_BODY.has(draft.trigger.on),
      imports: draft.trigger.on === "import",
      sampled: automation?.definition.trigger.on === draft.trigger.on ? automation.key : null,
      kinds: AUTOMATION_STEPS,
      inputs: NO_INPUTS,
      saved: automation?.key ?? null,
      open,
      setOpen: (id, now) =>
        setOpen((old) => {
          const next = new Set(old);
          if (now) next.add(id);
          else next.delete(id);
          return next;
        }),
    }),
    [draft.steps, draft.table, draft.trigger.on, change, problems, places, onHalf, open, automation],
  );

  const wrong = () => {
    setTab("edit");
    showFirstProblem();
  };
  /** Whether nothing is missing; otherwise everything that is, is shown. */
  const complete = (): boolean => {
    setAsked(true);
    const ready = lacksOf(draft).length === 0 && halves.size === 0;
    if (!ready) wrong();
    return ready;
  };
  const refuse = (error: unknown) => {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    setRefused(error.errors);
    wrong();
  };
  const send = async (guard: Guard) => {
    setSaving(true);
    try {
      const saved = automation
        ? await changeAutomation(ws, automation.key, { definition: document, ...guard })
        : await addAutomation(ws, document);
      message.success(t(automation ? "automations.saved" : "automations.created"));
      leaving.current = true;
      await client.invalidateQueries({ queryKey: automationsKey(ws) });
      if (!automation) navigate(settingsAddress(ws, "automations", saved.key), { replace: true });
    } catch (error) {
      refuse(error);
    } finally {
      setSaving(false);
    }
  };
  const save = async () => {
    if (!complete()) return;
    try {
      await steering.guarded(automation, send);
    } catch (error) {
      message.error(sentence(error), 6);
    }
  };

  const trial = { automation, draft, document, dirty, complete, refuse };
  const items = [
    {
      key: "edit",
      label: t("automations.edit"),
      children: <EditPanel automation={automation} draft={draft} problems={problems} onChange={put} />,
    },
    { key: "try", label: t("automations.try"), children: <TryPanel {...trial} /> },
    {
      key: "replay",
      label: t("automations.replay"),
      children: <ReplayPanel {...trial} steering={steering} />,
    },
    ...(automation
      ? [{ key: "runs", label: t("automations.runs"), children: <Runs automation={automation.key} /> }]
      : []),
  ];
  return (
    <BuildingProvider value={building}>
      <LeaveGuard dirty={dirty} leaving={leaving} hint={t("automations.leaveHint")} />
      <BuilderHead
        automation={automation}
        draft={draft}
        dirty={dirty}
        saving={saving}
        problem={problems.at.get("label")?.join("；") ?? null}
        steering={steering}
        onChange={put}
        onSave={() => void save()}
        onGone={() => {
          leaving.current = true;
          navigate(settingsAddress(ws, "automations"));
        }}
      />
      {draft.table !== "" && !tables.has(draft.table) ? (
        <HiddenTable />
      ) : (
        <Tabs className="gz-flow-tabs" activeKey={tab} onChange={setTab} items={items} />
      )}
      {steering.dialog}
    </BuildingProvider>
  );
}
