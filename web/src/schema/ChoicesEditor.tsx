/** The choices of a field: names, colours, order by dragging, archived or removed. */
import { DeleteOutlined, InboxOutlined, PlusOutlined, UndoOutlined } from "@ant-design/icons";
import { Button, Input, Select, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { colorClass, PALETTE } from "../fields";
import { Sortable, SortableRow } from "../ui/Sortable";
import { type FieldDraft, nextId } from "./draft";

type Choices = FieldDraft["choices"];
type Choice = Choices[number];

interface ChoicesEditorProps {
  choices: Choices;
  onChange: (choices: Choices) => void;
}

export function ChoicesEditor({ choices, onChange }: ChoicesEditorProps) {
  const { t } = useTranslation();
  const put = (id: string, part: Partial<Choice>) =>
    onChange(choices.map((choice) => (choice.id === id ? { ...choice, ...part } : choice)));
  return (
    <div className="gz-choices">
      <Sortable
        ids={choices.map((choice) => choice.id)}
        onOrder={(ids) => onChange(ids.flatMap((id) => choices.find((choice) => choice.id === id) ?? []))}
      >
        {choices.map((choice, index) => (
          <ChoiceRow
            key={choice.id}
            choice={choice}
            index={index}
            onPut={(part) => put(choice.id, part)}
            onRemove={() => onChange(choices.filter((one) => one.id !== choice.id))}
          />
        ))}
      </Sortable>
      <Button
        type="dashed"
        size="small"
        icon={<PlusOutlined />}
        onClick={() =>
          onChange([
            ...choices,
            {
              id: nextId(),
              label: "",
              color: PALETTE[(choices.length + 1) % PALETTE.length] ?? "gray",
              archived: false,
            },
          ])
        }
      >
        {t("schema.addChoice")}
      </Button>
    </div>
  );
}

interface ChoiceRowProps {
  choice: Choice;
  index: number;
  onPut: (part: Partial<Choice>) => void;
  onRemove: () => void;
}

function ChoiceRow({ choice, index, onPut, onRemove }: ChoiceRowProps) {
  const { t } = useTranslation();
  const gone = choice.archived ? t("schema.restoreChoice") : t("schema.archive");
  return (
    <SortableRow id={choice.id} label={t("schema.moveChoice")} className="gz-choice-row">
      <Select
        value={choice.color}
        aria-label={t("schema.color")}
        popupMatchSelectWidth={false}
        onChange={(color) => onPut({ color })}
        options={PALETTE.map((color) => ({
          value: color,
          label: <span className={`gz-swatch ${colorClass(color)}`} title={color} />,
        }))}
      />
      <Input
        className={choice.archived ? "gz-choice-archived" : ""}
        value={choice.label}
        maxLength={100}
        autoFocus={choice.label === "" && choice.key === undefined}
        aria-label={t("schema.choiceName", { n: index + 1 })}
        onChange={(event) => onPut({ label: event.target.value })}
      />
      {choice.key === undefined ? null : (
        <Tooltip title={gone}>
          <Button
            type="text"
            aria-label={gone}
            icon={choice.archived ? <UndoOutlined /> : <InboxOutlined />}
            onClick={() => onPut({ archived: !choice.archived })}
          />
        </Tooltip>
      )}
      <Tooltip title={t("schema.remove")}>
        <Button type="text" aria-label={t("schema.remove")} icon={<DeleteOutlined />} onClick={onRemove} />
      </Tooltip>
    </SortableRow>
  );
}
