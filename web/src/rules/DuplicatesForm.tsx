/** How a record is looked for before it comes: by which fields, how closely, and what is told of those that are found. */
import { InputNumber, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Duplicates } from "../api/rules";
import { isWritable } from "../fields";
import { optionsOf, Place, type RuleFormProps, Several } from "./parts";

/** Words at the end of firms' names, offered when names are compared as people write them. */
const OF_FIRMS = ["有限责任公司", "股份有限公司", "有限公司", "co ltd", "ltd", "inc", "gmbh"];
const TEXTS: ReadonlySet<string> = new Set(["text", "long_text", "phone", "email", "url"]);
const MATCHES = ["exact", "normalised", "fuzzy"] as const;

export function DuplicatesForm({ table, rule, set, problems }: RuleFormProps) {
  const { t } = useTranslation();
  const now: Duplicates = rule.duplicates ?? { fields: [] };
  const match = now.match ?? "exact";
  const put = (part: Partial<Duplicates>) => set({ duplicates: { ...now, ...part } });
  const choose = (next: (typeof MATCHES)[number]) => {
    const { likeness: _, leave_out, ...rest } = now;
    set({
      duplicates: {
        ...rest,
        match: next,
        ...(next === "exact" ? {} : { leave_out: leave_out ?? OF_FIRMS }),
        ...(next === "fuzzy" ? { likeness: 80 } : {}),
      },
    });
  };
  return (
    <>
      <Place
        label={t("rules.compared")}
        id="rule-duplicates"
        places={["duplicates", "duplicates.fields"]}
        problems={problems}
        required
      >
        <Several
          id="rule-duplicates"
          value={now.fields}
          options={optionsOf(
            table.fields,
            (field) => isWritable(field) && (match === "exact" || TEXTS.has(field.type)),
          )}
          onChange={(fields) => put({ fields })}
        />
      </Place>
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
          id="rule-likeness"
          places={["duplicates.likeness"]}
          problems={problems}
        >
          <InputNumber
            id="rule-likeness"
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
          id="rule-leave-out"
          places={["duplicates.leave_out"]}
          problems={problems}
        >
          <Select
            id="rule-leave-out"
            mode="tags"
            tokenSeparators={[",", "，", "、"]}
            value={now.leave_out ?? []}
            onChange={(leave_out: string[]) => put({ leave_out })}
          />
        </Place>
      )}
      <Place
        label={t("rules.showFound")}
        id="rule-show"
        places={["duplicates.show"]}
        problems={problems}
        extra={t("rules.showFoundHint")}
      >
        <Several
          id="rule-show"
          value={now.show ?? []}
          options={optionsOf(table.fields, isWritable)}
          onChange={(show) => put({ show })}
        />
      </Place>
    </>
  );
}
