/** What is sent to the outside: names with values, or the usual. */
import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Expression, Values } from "./document";
import { ExpressionEditor } from "./ExpressionEditor";
import type { Surroundings } from "./expressions";
import { freeName } from "./steps";

interface BodyEditorProps {
  body: Values | undefined;
  around: Surroundings;
  onChange: (body: Values | undefined) => void;
}

interface Line {
  id: number;
  name: string;
  expression: Expression;
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,49}$/;

export function BodyEditor({ body, around, onChange }: BodyEditorProps) {
  const { t } = useTranslation();
  const [lines, setLines] = useState<Line[]>(() =>
    Object.entries(body ?? {}).map(([name, expression], id) => ({ id, name, expression })),
  );
  const tell = (next: Line[]) => {
    setLines(next);
    onChange(Object.fromEntries(next.map((line) => [line.name, line.expression])));
  };
  const put = (id: number, part: Partial<Line>) =>
    tell(lines.map((line) => (line.id === id ? { ...line, ...part } : line)));
  const add = (old: Line[]) => [
    ...old,
    {
      id: Math.max(-1, ...old.map((line) => line.id)) + 1,
      name: freeName(
        "value",
        old.map((line) => line.name),
      ),
      expression: { field: "" },
    },
  ];
  return (
    <div className="gz-flow-values">
      <Radio.Group
        aria-label={t("automations.body")}
        value={body !== undefined}
        options={[
          { value: false, label: t("automations.bodyDefault") },
          { value: true, label: t("automations.bodyCustom") },
        ]}
        onChange={({ target }) => {
          if (target.value) tell(add([]));
          else {
            setLines([]);
            onChange(undefined);
          }
        }}
      />
      {body !== undefined &&
        lines.map((line) => (
          <div key={line.id} className="gz-flow-value">
            <Input
              className="gz-flow-value-name"
              aria-label={t("automations.bodyName")}
              value={line.name}
              status={NAME.test(line.name) ? "" : "error"}
              onChange={(event) => put(line.id, { name: event.target.value })}
            />
            <ExpressionEditor
              target={null}
              label={line.name}
              around={around}
              expression={line.expression}
              onChange={(expression) => put(line.id, { expression })}
            />
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined aria-hidden />}
              aria-label={t("automations.removeValue", { field: line.name })}
              disabled={lines.length === 1}
              onClick={() => tell(lines.filter((one) => one.id !== line.id))}
            />
          </div>
        ))}
      {body !== undefined && (
        <Button type="text" size="small" icon={<PlusOutlined aria-hidden />} onClick={() => tell(add(lines))}>
          {t("automations.addBody")}
        </Button>
      )}
    </div>
  );
}
