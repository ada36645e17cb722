/** Whether a step looks for a record that is there already before it makes another one, and how. */
import { Checkbox, Form } from "antd";
import { useTranslation } from "react-i18next";
import type { Table } from "../api/types";
import { comparable, DuplicatesFields, USUAL } from "../rules/DuplicatesForm";
import { NO_PROBLEMS } from "../rules/shapes";
import { Line } from "./Line";
import type { StepParts } from "./steps";

interface DuplicatesPartProps {
  target: Table;
  parts: StepParts;
  /** A name for what is found or made, where it has none yet. */
  names: () => string;
  onParts: (parts: StepParts) => void;
}

export function DuplicatesPart({ target, parts, names, onParts }: DuplicatesPartProps) {
  const { t } = useTranslation();
  const { duplicates, ...rest } = parts;
  const start = () => {
    const primary = target.fields.find((field) => field.key === target.primary);
    const fields = primary && comparable(primary, USUAL.match) ? [primary.key] : [];
    return { ...rest, as: rest.as ?? names(), duplicates: { ...USUAL, fields } };
  };
  return (
    <Line label={t("automations.lookFirst")}>
      <Checkbox
        checked={duplicates !== undefined}
        onChange={(event) => onParts(event.target.checked ? start() : rest)}
      >
        {t("automations.looksFirst")} <span className="gz-muted">{t("automations.looksFirstHint")}</span>
      </Checkbox>
      {duplicates && (
        <Form layout="vertical" component={false}>
          <div className="gz-flow-duplicates">
            <DuplicatesFields
              table={target}
              now={duplicates}
              problems={NO_PROBLEMS}
              onChange={(next) => onParts({ ...parts, duplicates: next })}
            />
          </div>
        </Form>
      )}
    </Line>
  );
}
