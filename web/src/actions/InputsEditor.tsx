/** What a button asks for before it does its steps. */
import { Checkbox, Select } from "antd";
import { useTranslation } from "react-i18next";
import { INPUT_TYPES, type Input } from "../automations/document";
import { Line } from "../automations/Line";
import { Problems } from "../automations/Problems";
import { freeName } from "../automations/steps";
import { ListEditor } from "./ListEditor";
import { SaidLine } from "./SaidLine";

interface InputsEditorProps {
  inputs: readonly Input[];
  problemsAt: (place: string) => readonly string[];
  onChange: (inputs: Input[]) => void;
}

export function InputsEditor({ inputs, problemsAt, onChange }: InputsEditorProps) {
  const { t } = useTranslation();
  return (
    <ListEditor
      items={inputs}
      add={t("actions.addInput")}
      blank={(): Input => ({
        key: freeName(
          "input",
          inputs.map((one) => one.key),
        ),
        type: "text",
        label: { "zh-CN": "", en: "" },
      })}
      name={(at) => t("actions.inputNumber", { number: at + 1 })}
      onChange={onChange}
    >
      {(input, at, put) => (
        <>
          <Problems sentences={problemsAt(`inputs[${at}]`)} />
          <SaidLine
            label={t("actions.inputLabel")}
            said={input.label}
            onChange={(label) => put({ ...input, label })}
          />
          <Line label={t("actions.inputType")}>
            <div className="gz-flow-row">
              <Select<Input["type"]>
                className="gz-flow-source"
                aria-label={t("actions.inputType")}
                value={input.type}
                options={INPUT_TYPES.map((value) => ({ value, label: t(`actions.inputTypes.${value}`) }))}
                onChange={(type) => put({ ...input, type })}
              />
              <Checkbox
                checked={input.required ?? false}
                onChange={(event) => put({ ...input, required: event.target.checked })}
              >
                {t("actions.inputRequired")}
              </Checkbox>
              <code className="gz-muted">{input.key}</code>
            </div>
          </Line>
        </>
      )}
    </ListEditor>
  );
}
