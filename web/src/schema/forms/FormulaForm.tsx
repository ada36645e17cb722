/** A formula and what its result is shown as. */
import { Form, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { FormulaEditor } from "../FormulaEditor";
import type { SettingsProps } from "../Settings";

export const RESULTS = ["text", "number", "money", "percent", "date", "datetime", "checkbox"] as const;
type ResultType = (typeof RESULTS)[number];

interface Result {
  type: string;
  options?: { scale?: number };
}

const BY_ITSELF = "";
/** Decimals that are shown where nobody says, and at most. */
const DECIMALS: Partial<Record<string, { usual: number; most: number }>> = {
  number: { usual: 2, most: 6 },
  percent: { usual: 4, most: 4 },
};

export function FormulaForm({ table, draft, field, onChange }: SettingsProps) {
  const { t } = useTranslation();
  const options = draft.options as { formula?: string; result?: Result };
  const set = (part: object) => onChange({ options: { ...draft.options, ...part } });
  const { result } = options;
  const decimals = result && DECIMALS[result.type];
  const other = field !== null && !RESULTS.some((type) => type === field.value_type);
  return (
    <>
      <Form.Item label={t("schema.formula")} htmlFor="schema-formula">
        <FormulaEditor
          id="schema-formula"
          table={table}
          value={options.formula ?? ""}
          label={field === null ? draft.label.trim() : null}
          onChange={(formula) => set({ formula })}
        />
      </Form.Item>
      {!other && (
        <Form.Item label={t("schema.result")} htmlFor="schema-result">
          <div className="gz-schema-default">
            <Select
              id="schema-result"
              value={result?.type ?? BY_ITSELF}
              onChange={(type) => set({ result: type ? { type } : undefined })}
              options={[
                ...(field === null ? [{ value: BY_ITSELF, label: t("schema.resultByItself") }] : []),
                ...RESULTS.map((type: ResultType) => ({ value: type, label: t(`schema.types.${type}`) })),
              ]}
            />
            {decimals && (
              <InputNumber
                aria-label={t("schema.scale")}
                prefix={t("schema.scale")}
                min={0}
                max={decimals.most}
                precision={0}
                value={result.options?.scale ?? decimals.usual}
                onChange={(scale) =>
                  set({ result: { type: result.type, options: { scale: scale ?? decimals.usual } } })
                }
              />
            )}
          </div>
        </Form.Item>
      )}
    </>
  );
}
