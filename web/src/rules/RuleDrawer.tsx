/** Makes a rule or changes one: its parts, its message, whether it blocks; tried against the rows before it is saved. */
import { ExperimentOutlined } from "@ant-design/icons";
import { Alert, App, Button, Drawer, Form, Input, Radio } from "antd";
import { type ComponentType, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, sentence } from "../api/problem";
import { putRule, type Rule, type RuleDocument, type Trial, tryRule } from "../api/rules";
import type { Table } from "../api/types";
import { useIsPhone } from "../app/viewport";
import { useWorkspace } from "../app/workspace";
import "../filter/filter.css";
import "../automations/automations.css";
import "../record/record.css";
import { bothOf, SaidInput } from "../ui/SaidInput";
import { LockForm } from "./LockForm";
import { AllocationForm, InvariantForm } from "./ParentForm";
import { Place, type RuleFormProps, type RulePart } from "./parts";
import { AcyclicForm, RangeForm } from "./RowsForm";
import { StepForm } from "./StepForm";
import {
  blank,
  cleaned,
  kindOf,
  missingPlaces,
  NO_PROBLEMS,
  type PlacedProblems,
  placed,
  type Shape,
  shapeOf,
  wantsMessage,
} from "./shapes";
import { TrialResult } from "./TrialResult";
import { ruleInFull, useRuleWords } from "./useRuleWords";
import { useSaveRules } from "./useSaveRules";
import { ValidationForm } from "./ValidationForm";

const FORMS: Readonly<Record<Shape, ComponentType<RuleFormProps>>> = {
  must: ValidationForm,
  required: ValidationForm,
  unique: ValidationForm,
  duplicates: ValidationForm,
  children: ValidationForm,
  steps: StepForm,
  locks: LockForm,
  invariants: InvariantForm,
  allocations: AllocationForm,
  ranges: RangeForm,
  acyclic: AcyclicForm,
};
/** Rules that may warn instead of blocking. */
const WARNING: readonly Shape[] = [
  "must",
  "required",
  "unique",
  "duplicates",
  "children",
  "invariants",
  "ranges",
  "acyclic",
];

interface RuleDrawerProps {
  table: Table;
  roles: readonly { key: string; label: string }[];
  /** The rule that is changed, or the shape of a new one with the key it will have. */
  of: Rule | { shape: Shape; key: string };
  onClose: () => void;
}

export function RuleDrawer({ table, roles, of, onClose }: RuleDrawerProps) {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const phone = useIsPhone();
  const wordsOf = useRuleWords(table);
  const changed = useSaveRules(table).changed;
  const old = "shape" in of ? null : of;
  const shape = "shape" in of ? of.shape : shapeOf(of.kind, of.rule ?? {});
  const kind = kindOf(shape);
  const [start] = useState<RuleDocument>(() => old?.rule ?? blank(shape));
  const [rule, setRule] = useState<RuleDocument>(start);
  const [key, setKey] = useState(of.key);
  const [version, setVersion] = useState<string | null>(old?.version ?? null);
  const [halves, setHalves] = useState<ReadonlySet<string>>(new Set());
  const [problems, setProblems] = useState<PlacedProblems>(NO_PROBLEMS);
  const [trial, setTrial] = useState<Trial | null>(null);
  const [meanwhile, setMeanwhile] = useState<Rule | "gone" | null>(null);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const dirty = JSON.stringify(rule) !== JSON.stringify(start);

  const set = (part: RulePart) => {
    setRule((now) => cleanedPart({ ...now, ...part }));
    setTrial(null);
    setAsking(false);
  };
  const onHalf = (place: string, half: boolean) =>
    setHalves((now) => {
      if (now.has(place) === half) return now;
      const next = new Set(now);
      if (half) next.add(place);
      else next.delete(place);
      return next;
    });
  const document = (): RuleDocument => {
    const said = bothOf(rule.message ?? {});
    const { message: _, ...rest } = rule;
    return { ...cleaned(rest), ...(said ? { message: said } : {}) };
  };
  const refused = (error: unknown) => {
    if (!(error instanceof Problem) || error.status !== 422) {
      setProblems({ at: () => [], general: [sentence(error)] });
      return;
    }
    setProblems(placed(shape, error.errors));
  };
  /** Whether something is missing: all of it is said at once. */
  const lacks = (places: readonly string[]): boolean => {
    const at = (place: string) => (places.includes(place) ? [t("rules.fillIn")] : []);
    if (places.length > 0) setProblems({ at, general: [] });
    return places.length > 0;
  };
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblems(NO_PROBLEMS);
    try {
      await work();
    } catch (error) {
      refused(error);
    } finally {
      setBusy(false);
    }
  };
  const look = async () => {
    // A trial needs no message: what is missing else has to be there.
    if (lacks(missingPlaces(shape, rule).filter((place) => place !== "message"))) return;
    await attempt(async () => {
      setAsking(false);
      const spoken = wantsMessage(shape, rule) && !bothOf(rule.message ?? {});
      const message = { "zh-CN": wordsOf(kind, rule), en: wordsOf(kind, rule) };
      setTrial(
        await tryRule(ws, table.key, kind, { ...document(), ...(spoken ? { message: cut(message) } : {}) }),
      );
    });
  };
  const save = async (confirm = false, over = version) => {
    if (lacks(missingPlaces(shape, rule))) return;
    await attempt(async () => {
      try {
        await putRule(ws, table.key, kind, key, {
          rule: document(),
          version: over,
          ...(confirm ? { confirm } : {}),
        });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (error.has("rule.changed_meanwhile")) {
          setMeanwhile((error.beside("current") as Rule | null) ?? "gone");
          return;
        }
        const met = error.beside("trial") as Trial | undefined;
        if (met && !confirm) {
          setTrial(met);
          setAsking(true);
          return;
        }
        throw error;
      }
      await changed();
      message.success(t("rules.saved"));
      onClose();
    });
  };
  const leave = () => {
    if (!dirty) return onClose();
    modal.confirm({
      title: t("record.discardTitle"),
      okText: t("record.discard"),
      okButtonProps: { danger: true },
      cancelText: t("record.keep"),
      onOk: onClose,
    });
  };
  const Parts = FORMS[shape];
  return (
    <Drawer
      open
      size={phone ? "100%" : 680}
      title={t(old ? "rules.editTitle" : "rules.newTitle", { kind: t(`rules.shapes.${shape}`) })}
      onClose={leave}
      mask={{ closable: !dirty }}
      footer={
        <div className="gz-form-foot">
          <Button
            icon={<ExperimentOutlined aria-hidden />}
            disabled={busy || halves.size > 0}
            onClick={() => void look()}
          >
            {t("rules.try")}
          </Button>
          <span className="gz-settings-space" />
          <Button onClick={leave}>{t("frame.cancel")}</Button>
          <Button
            type="primary"
            loading={busy}
            disabled={halves.size > 0 || asking}
            onClick={() => void save()}
          >
            {t("frame.save")}
          </Button>
        </div>
      }
    >
      <Form layout="vertical" className="gz-rule-form">
        <p className="gz-rule-says">{wordsOf(kind, rule)}</p>
        {problems.general.length > 0 && (
          <Alert
            type="error"
            showIcon
            role="alert"
            title={problems.general.map((line) => <div key={line}>{line}</div>)}
          />
        )}
        {meanwhile && (
          <Alert
            type="warning"
            showIcon
            role="alert"
            title={t(meanwhile === "gone" ? "rules.goneMeanwhile" : "rules.changedMeanwhile")}
            description={
              meanwhile === "gone" || !meanwhile.rule
                ? null
                : ruleInFull(t, display.locale, wordsOf(meanwhile.kind, meanwhile.rule), meanwhile.rule)
            }
            action={
              <Button
                size="small"
                onClick={() => {
                  const over = meanwhile === "gone" ? null : meanwhile.version;
                  setVersion(over);
                  setMeanwhile(null);
                  void save(false, over);
                }}
              >
                {t("rules.saveMine")}
              </Button>
            }
          />
        )}
        <Parts
          table={table}
          shape={shape}
          rule={rule}
          set={set}
          problems={problems}
          onHalf={onHalf}
          roles={roles}
        />
        {shape !== "allocations" && (
          <Place
            label={t("rules.message")}
            id="rule-message"
            places={["message"]}
            problems={problems}
            required={wantsMessage(shape, rule)}
            extra={t(`rules.messageHint_${shape}`)}
          >
            <SaidInput
              id="rule-message"
              label={t("rules.message")}
              maxLength={200}
              value={rule.message ?? {}}
              onChange={(said) => set({ message: said })}
            />
          </Place>
        )}
        {WARNING.includes(shape) && (
          <Place label={t("rules.severity")} places={["severity"]} problems={problems}>
            <Radio.Group
              value={rule.severity === "warn"}
              onChange={(event) => set({ severity: event.target.value ? "warn" : undefined })}
              options={[
                { value: false, label: t("rules.blocks") },
                { value: true, label: t("rules.warns") },
              ]}
            />
          </Place>
        )}
        {!old && (
          <Place
            label={t("rules.key")}
            id="rule-key"
            places={["key"]}
            problems={problems}
            extra={t("rules.keyHint", { table: table.key, key })}
          >
            <Input
              id="rule-key"
              maxLength={50}
              value={key}
              onChange={(event) => setKey(event.target.value.trim())}
            />
          </Place>
        )}
        {trial && <TrialResult trial={trial} />}
        {asking && (
          <Alert
            type="warning"
            showIcon
            role="alert"
            title={t(shape === "allocations" ? "rules.confirmMoves" : "rules.confirmBreaks")}
            action={
              <Button size="small" danger loading={busy} onClick={() => void save(true)}>
                {t("rules.saveAnyway")}
              </Button>
            }
          />
        )}
      </Form>
    </Drawer>
  );
}

const LONGEST = 200;
const cut = (said: { "zh-CN": string; en: string }) => ({
  "zh-CN": said["zh-CN"].slice(0, LONGEST),
  en: said.en.slice(0, LONGEST),
});

/** What became undefined is gone. */
function cleanedPart(rule: RulePart): RuleDocument {
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as RuleDocument;
}
