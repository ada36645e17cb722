/** The parts that the forms of all kinds of rules are made of. */
import { Form, Select } from "antd";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { RuleDocument } from "../api/rules";
import type { Condition, Field, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { fieldPaths } from "../automations/paths";
import { PathConditionForm } from "../filter/PathConditionForm";
import type { PlacedProblems, Shape } from "./shapes";

/** Parts of a rule that change; what becomes undefined goes. */
export type RulePart = { [K in keyof RuleDocument]?: RuleDocument[K] | undefined };

export interface RuleFormProps {
  table: Table;
  shape: Shape;
  rule: RuleDocument;
  set: (part: RulePart) => void;
  problems: PlacedProblems;
  /** Told whether the condition at a place is half-written. */
  onHalf: (place: string, half: boolean) => void;
  roles: readonly { key: string; label: string }[];
}

interface PlaceProps {
  label: string;
  /** Where problems of this part point. */
  places: readonly string[];
  problems: PlacedProblems;
  id?: string;
  extra?: string;
  required?: boolean;
  children: ReactNode;
}

/** A part of the form, with what is wrong with it. */
export function Place({ label, places, problems, id, extra, required = false, children }: PlaceProps) {
  const said = places.flatMap((place) => problems.at(place));
  return (
    <Form.Item
      label={label}
      required={required}
      {...(id ? { htmlFor: id } : {})}
      {...(extra ? { extra } : {})}
      {...(said.length > 0
        ? {
            validateStatus: "error" as const,
            help: (
              <span role="alert">
                {said.map((line) => (
                  <span key={line} className="gz-rule-problem">
                    {line}
                  </span>
                ))}
              </span>
            ),
          }
        : {})}
    >
      {children}
    </Form.Item>
  );
}

interface OneProps {
  id: string;
  value: string | undefined;
  options: readonly { value: string; label: string }[];
  onChange: (key: string | undefined) => void;
  clearable?: boolean;
  placeholder?: string;
}

export function One({ id, value, options, onChange, clearable = false, placeholder }: OneProps) {
  return (
    <Select
      id={id}
      allowClear={clearable}
      showSearch={{ optionFilterProp: "label" }}
      {...(placeholder ? { placeholder } : {})}
      value={value || null}
      options={known(options, value ? [value] : [])}
      onChange={(key) => onChange(key ?? undefined)}
    />
  );
}

interface SeveralProps {
  id: string;
  value: readonly string[];
  options: readonly { value: string; label: string }[];
  onChange: (keys: string[]) => void;
  placeholder?: string;
}

export function Several({ id, value, options, onChange, placeholder }: SeveralProps) {
  return (
    <Select
      id={id}
      mode="multiple"
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      {...(placeholder ? { placeholder } : {})}
      value={[...value]}
      options={known(options, value)}
      onChange={onChange}
    />
  );
}

/** A part of the form that names one thing of several. */
export function OnePlace(props: Omit<PlaceProps, "children"> & OneProps) {
  return (
    <Place {...props}>
      <One {...props} />
    </Place>
  );
}

/** A part of the form that names any number of things. */
export function SeveralPlace(props: Omit<PlaceProps, "children"> & SeveralProps) {
  return (
    <Place {...props}>
      <Several {...props} />
    </Place>
  );
}

/** What is chosen and not offered (any more) stays readable by its key. */
function known(options: readonly { value: string; label: string }[], chosen: readonly string[]) {
  const there = new Set(options.map((option) => option.value));
  const gone = chosen.filter((key) => !there.has(key));
  return [...options, ...gone.map((key) => ({ value: key, label: key }))];
}

export const optionsOf = (fields: readonly Field[], fits: (field: Field) => boolean = () => true) =>
  fields.filter(fits).map((field) => ({ value: field.key, label: field.label }));

/** Fields of a table and along its relations. */
export function usePaths(table: Table | undefined, fits: (field: Field) => boolean) {
  const { tables } = useWorkspace();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what fits is the same for one part of a form
  return useMemo(() => fieldPaths(tables, table, fits), [tables, table]);
}

interface ConditionPlaceProps extends Pick<RuleFormProps, "problems" | "onHalf"> {
  label: string;
  place: string;
  table: string;
  condition: Condition | undefined;
  onChange: (condition: Condition | undefined) => void;
  /** What the button says that begins it; without it a condition is wanted. */
  add?: string;
  extra?: string;
}

export function ConditionPlace(props: ConditionPlaceProps) {
  const { label, place, table, condition, onChange, problems, onHalf, add, extra } = props;
  const { t } = useTranslation();
  const variables = useMemo(
    () => ({
      me: t("settings.varMe"),
      reports: t("settings.varReports"),
      department: t("settings.varDepartment"),
      below: t("settings.varBelow"),
      headed: t("settings.varHeaded"),
    }),
    [t],
  );
  return (
    <Place
      label={label}
      places={[place]}
      problems={problems}
      required={add === undefined}
      {...(extra ? { extra } : {})}
    >
      <PathConditionForm
        key={`${place}:${table}`}
        table={table}
        condition={condition ?? null}
        variables={variables}
        onHalf={(half) => onHalf(place, half)}
        onChange={(next) => onChange(next ?? undefined)}
        {...(add === undefined ? {} : { add })}
      />
    </Place>
  );
}

export function When(props: RuleFormProps & { label: string; table: Table; of?: Table }) {
  const { t } = useTranslation();
  return (
    <ConditionPlace
      label={props.label}
      place="when"
      table={(props.of ?? props.table).key}
      condition={props.rule.when}
      onChange={(when) => props.set({ when })}
      problems={props.problems}
      onHalf={props.onHalf}
      add={t("rules.addWhen")}
    />
  );
}
