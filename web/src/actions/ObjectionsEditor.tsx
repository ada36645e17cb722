/** Sentences for whom the button refuses: the first whose condition holds is told. */
import { useTranslation } from "react-i18next";
import type { Objection } from "../api/definitions";
import { ConditionEditor } from "../automations/ConditionEditor";
import { Line } from "../automations/Line";
import { Problems } from "../automations/Problems";
import { freeName } from "../automations/steps";
import { ListEditor } from "./ListEditor";
import { SaidLine } from "./SaidLine";

interface ObjectionsEditorProps {
  table: string;
  objections: readonly Objection[];
  problemsAt: (place: string) => readonly string[];
  onChange: (objections: Objection[]) => void;
}

export function ObjectionsEditor({ table, objections, problemsAt, onChange }: ObjectionsEditorProps) {
  const { t } = useTranslation();
  return (
    <ListEditor
      items={objections}
      add={t("actions.addObjection")}
      blank={(): Objection => ({
        when: { and: [] },
        code: freeName(
          "refused",
          objections.map((one) => one.code),
        ),
        message: { "zh-CN": "", en: "" },
      })}
      name={(at) => t("actions.objectionNumber", { number: at + 1 })}
      onChange={onChange}
    >
      {(objection, at, put) => (
        <>
          <Problems sentences={problemsAt(`objections[${at}]`)} />
          <Line label={t("actions.objectionWhen")}>
            <ConditionEditor
              id={`objections[${at}]`}
              table={table}
              condition={objection.when}
              onChange={(when) => put({ ...objection, when: when ?? { and: [] } })}
            />
          </Line>
          <SaidLine
            label={t("actions.objectionSays")}
            said={objection.message}
            onChange={(message) => put({ ...objection, message })}
          />
        </>
      )}
    </ListEditor>
  );
}
