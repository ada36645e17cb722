/** The choices of a field: names, colours, order by dragging, archived or removed. */
import { DeleteOutlined, HolderOutlined, InboxOutlined, PlusOutlined, UndoOutlined } from "@ant-design/icons";
import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { Button, Input, Select, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { colorClass, PALETTE } from "../fields";
import { type FieldDraft, nextId } from "./draft";

type Choices = FieldDraft["choices"];
type Choice = Choices[number];

interface ChoicesEditorProps {
  choices: Choices;
  onChange: (choices: Choices) => void;
}

export function ChoicesEditor({ choices, onChange }: ChoicesEditorProps) {
  const { t } = useTranslation();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const put = (id: string, part: Partial<Choice>) =>
    onChange(choices.map((choice) => (choice.id === id ? { ...choice, ...part } : choice)));
  return (
    <div className="gz-choices">
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={({ active, over }) => {
          const from = choices.findIndex((choice) => choice.id === active.id);
          const to = choices.findIndex((choice) => choice.id === over?.id);
          if (from >= 0 && to >= 0) onChange(arrayMove(choices, from, to));
        }}
      >
        <SortableContext items={choices.map((choice) => choice.id)} strategy={verticalListSortingStrategy}>
          {choices.map((choice, index) => (
            <ChoiceRow
              key={choice.id}
              choice={choice}
              index={index}
              onPut={(part) => put(choice.id, part)}
              onRemove={() => onChange(choices.filter((one) => one.id !== choice.id))}
            />
          ))}
        </SortableContext>
      </DndContext>
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
  const { attributes, listeners, setNodeRef, transform, transition } = useSortable({ id: choice.id });
  const gone = choice.archived ? t("schema.restoreChoice") : t("schema.archive");
  return (
    <div
      ref={setNodeRef}
      className="gz-choice-row"
      data-archived={choice.archived}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <button
        type="button"
        className="gz-plain-button gz-choice-grip"
        {...attributes}
        {...listeners}
        aria-label={t("schema.moveChoice")}
      >
        <HolderOutlined aria-hidden />
      </button>
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
    </div>
  );
}
