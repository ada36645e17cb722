/** One step: its kind and what it does in a line; opened, its settings and the steps inside it. */
import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CopyOutlined,
  DeleteOutlined,
  DownOutlined,
  HolderOutlined,
  MoreOutlined,
  RightOutlined,
} from "@ant-design/icons";
import { useSortable } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";
import { useBuilding } from "./building";
import { ConditionEditor } from "./ConditionEditor";
import { STEP_ICONS } from "./kinds";
import { Problems } from "./Problems";
import { targetOf } from "./paths";
import { StepForm } from "./StepForm";
import { StepList } from "./StepList";
import { duplicated, moved, removed, replaced, type StepNode } from "./steps";
import { useWords } from "./useWords";
import { Ways } from "./Ways";

interface StepCardProps {
  node: StepNode;
  number: string;
  first: boolean;
  last: boolean;
  table: string;
  looped: boolean;
}

export function StepCard({ node, number, first, last, table, looped }: StepCardProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const words = useWords();
  const { change, problemsAt, namesFor, open: opened, setOpen, body, inputs } = useBuilding();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: node.id });
  const problems = problemsAt(node.id);
  const open = opened.has(node.id) || problems.length > 0;
  const names = namesFor(node.id);
  const kind = t(`automations.kinds.${node.kind}`);
  const label = `${number} ${kind}`;
  const Icon = STEP_ICONS[node.kind];
  const put = (part: Partial<StepNode>) => change((old) => replaced(old, { ...node, ...part }));
  const inner =
    node.kind === "each"
      ? targetOf(tables, tables.get(table), node.parts.each ?? "", names.found)?.key
      : undefined;
  const moves = [
    { key: "copy", icon: <CopyOutlined aria-hidden />, label: t("automations.duplicate") },
    { key: "remove", icon: <DeleteOutlined aria-hidden />, label: t("automations.remove"), danger: true },
  ];
  return (
    <section
      ref={setNodeRef}
      className="gz-flow-step"
      aria-label={label}
      data-open={open}
      data-wrong={problems.length > 0}
      data-dragging={isDragging}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <header>
        <button
          type="button"
          className="gz-plain-button gz-flow-grip"
          ref={setActivatorNodeRef}
          {...attributes}
          {...listeners}
          aria-label={`${t("automations.drag")} ${label}`}
        >
          <HolderOutlined aria-hidden />
        </button>
        <button
          type="button"
          className="gz-plain-button gz-flow-head"
          aria-expanded={open}
          onClick={() => setOpen(node.id, !opened.has(node.id))}
        >
          {open ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
          <span className="gz-flow-number gz-tabular">{number}</span>
          <Icon aria-hidden />
          <strong>{kind}</strong>
          <span className="gz-flow-summary">{words.step(table, node, names)}</span>
        </button>
        <span className="gz-flow-tools">
          <Button
            type="text"
            size="small"
            icon={<ArrowUpOutlined aria-hidden />}
            aria-label={`${t("automations.moveUp")} ${label}`}
            disabled={first}
            onClick={() => change((old) => moved(old, node.id, -1))}
          />
          <Button
            type="text"
            size="small"
            icon={<ArrowDownOutlined aria-hidden />}
            aria-label={`${t("automations.moveDown")} ${label}`}
            disabled={last}
            onClick={() => change((old) => moved(old, node.id, 1))}
          />
          <Dropdown
            trigger={["click"]}
            menu={{
              items: moves,
              onClick: ({ key }) =>
                change((old) => (key === "copy" ? duplicated(old, node.id) : removed(old, node.id))),
            }}
          >
            <Button
              type="text"
              size="small"
              icon={<MoreOutlined aria-hidden />}
              aria-label={t("automations.more", { name: label })}
            />
          </Dropdown>
        </span>
      </header>
      {open && (
        <div className="gz-flow-body">
          <Problems sentences={problems} />
          <StepForm
            node={node}
            around={{ table, names, looped, body, inputs }}
            onParts={(parts) => put({ parts })}
          />
          {node.kind !== "branch" && (
            <ConditionEditor
              id={`${node.id}.when`}
              table={table}
              condition={node.when}
              body={looped ? "beside" : "alone"}
              add={t("automations.stepOnlyWhen")}
              onChange={(when) => put({ when })}
            />
          )}
        </div>
      )}
      {inner && (
        <div className="gz-flow-nested">
          <StepList owner={node.id} steps={node.steps} table={inner} looped prefix={`${number}.`} />
        </div>
      )}
      {node.kind === "branch" && (
        <Ways
          ways={node.ways}
          table={table}
          looped={looped}
          number={number}
          onChange={(ways) => put({ ways })}
        />
      )}
    </section>
  );
}
