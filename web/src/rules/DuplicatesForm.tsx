/** How a record is looked for before it comes: by which fields, how closely, and what is told of those that are found. Asked
 * of rules, and of steps that make a record. */
import { InputNumber, Segmented, Select } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Duplicates } from "../api/rules";
import type { Field, Table } from "../api/types";
import { isWritable } from "../fields";
import { optionsOf, Place, type RuleFormProps, SeveralPlace } from "./parts";
import type { PlacedProblems } from "./shapes";

/** Words at the end of firms' names, offered when names are compared as people write them. */
const OF_FIRMS = ["有限责任公司", "股份有限公司", "有限公司", "co ltd", "ltd", "inc", "gmbh"];
const TEXTS: ReadonlySet<string> = new Set(["text", "long_text", "phone", "email", "url"]);
const MATCHES = ["exact", "normalised", "fuzzy"] as const;

export function DuplicatesForm({ table, rule, set, problems }: RuleFormProps) {
  const now = rule.duplicates ?? { fields: [] };
  return (
    <DuplicatesFields
      table={table}
      now={now}
      problems={problems}
      onChange={(duplicates) => set({ duplicates })}
    />
  );
}

/** What is looked for as it is meant, as long as nobody says otherwise. */
export const USUAL: Duplicates = { fields: [], match: "normalised", leave_out: OF_FIRMS };

/** What can be compared under some kind of match. */
export const comparable = (field: Field, match: Duplicates["match"]): boolean =>
  isWritable(field) && ((match ?? "exact") === "exact" || TEXTS.has(field.type));

interface DuplicatesFieldsProps {
  table: Table;
  now: Duplicates;
  problems: PlacedProblems;
  onChange: (next: Duplicates) => void;
}

export function DuplicatesFields({ table, now, problems, onChange }: DuplicatesFieldsProps) {
  const { t } = useTranslation();
  const id = useId();
  const match = now.match ?? "exact";
  const put = (part: Partial<Duplicates>) => onChange({ ...now, ...part });
  const choose = (next: (typeof MATCHES)[number]) => {
    const { likeness: _, leave_out, ...rest } = now;
    onChange({
      ...rest,
      match: next,
      ...(next === "exact" ? {} : { leave_out: leave_out ?? OF_FIRMS }),
      ...(next === "fuzzy" ? { likeness: 80 } : {}),
    });
  };
  return (
    <>
      <SeveralPlace
        label={t("rules.compared")}
        id={`${id}duplicates`}
        places={["duplicates", "duplicates.fields"]}
        problems={problems}
        required
        value={now.fields}
        options={optionsOf(table.fields, (field) => comparable(field, match))}
        onChange={(fields) => put({ fields })}
      />
      <Place
        label={t("rules.match")}
        places={["duplicates.match"]}
        problems={problems}
        extra={t(`rules.matchHint_${match}`)}
      >
        <Segmented
          aria-label={t("rules.match")}
          value={match}
          options={MATCHES.map((value) => ({ value, label: t(`rules.match_${value}`) }))}
          onChange={choose}
        />
      </Place>
      {match === "fuzzy" && (
        <Place
          label={t("rules.likeness")}
          id={`${id}likeness`}
          places={["duplicates.likeness"]}
          problems={problems}
        >
          <InputNumber
            id={`${id}likeness`}
            min={50}
            max={100}
            precision={0}
            suffix="%"
            value={now.likeness ?? 80}
            onChange={(likeness) => put({ likeness: likeness ?? 80 })}
          />
        </Place>
      )}
      {match !== "exact" && (
        <Place
          label={t("rules.leaveOut")}
          id={`${id}leave-out`}
          places={["duplicates.leave_out"]}
          problems={problems}
        >
          <Select
            id={`${id}leave-out`}
            mode="tags"
            tokenSeparators={[",", "，", "、"]}
            value={now.leave_out ?? []}
            onChange={(leave_out: string[]) => put({ leave_out })}
          />
        </Place>
      )}
      <SeveralPlace
        label={t("rules.showFound")}
        id={`${id}show`}
        places={["duplicates.show"]}
        problems={problems}
        extra={t("rules.showFoundHint")}
        value={now.show ?? []}
        options={optionsOf(table.fields, isWritable)}
        onChange={(show) => put({ show })}
      />
    </>
  );
}
