/** "Only once": not while a row of another table points here. */
import { Checkbox, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Once } from "../api/definitions";
import { useWorkspace } from "../app/workspace";
import { Line } from "../automations/Line";
import { pathsTo } from "../schema/paths";
import { SaidLine } from "./SaidLine";

interface OnceEditorProps {
  table: string;
  once: Once | undefined;
  onChange: (once: Once | undefined) => void;
}

const BLANK: Once = { table: "", field: "", code: "done_already", message: { "zh-CN": "", en: "" } };

export function OnceEditor({ table, once, onChange }: OnceEditorProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const spec = tables.get(table);
  return (
    <>
      <Checkbox
        checked={once !== undefined}
        onChange={(event) => onChange(event.target.checked ? BLANK : undefined)}
      >
        {t("actions.once")} <span className="gz-muted">{t("actions.onceHint")}</span>
      </Checkbox>
      {once && (
        <>
          <Line label={t("actions.onceRelation")}>
            <Select
              className="gz-flow-wide"
              aria-label={t("actions.onceRelation")}
              showSearch={{ optionFilterProp: "label" }}
              value={once.field ? `${once.table}.${once.field}` : undefined}
              options={spec ? pathsTo(spec, tables).map(({ value, label }) => ({ value, label })) : []}
              onChange={(path: string) => {
                const [far = "", field = ""] = path.split(".");
                onChange({ ...once, table: far, field });
              }}
            />
          </Line>
          <SaidLine
            label={t("actions.objectionSays")}
            said={once.message}
            onChange={(message) => onChange({ ...once, message })}
          />
        </>
      )}
    </>
  );
}
