/** A button that puts a step of a chosen kind into a list, at its place. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useBuilding } from "./building";
import { STEP_GROUPS, STEP_ICONS } from "./kinds";
import { inserted, namesBefore, newStep, type StepKind } from "./steps";

interface InsertStepProps {
  owner: string | null;
  at: number;
  /** Between steps it is small; at the end it says what it does. */
  last: boolean;
}

export function InsertStep({ owner, at, last }: InsertStepProps) {
  const { t } = useTranslation();
  const { steps, change, setOpen, kinds } = useBuilding();
  const offered = STEP_GROUPS.map((group) => ({
    ...group,
    kinds: group.kinds.filter((kind) => kinds.has(kind)),
  })).filter((group) => group.kinds.length > 0);
  const items = offered.map((group) => ({
    key: group.key,
    type: "group" as const,
    label: t(`automations.groups.${group.key}`),
    children: group.kinds.map((kind) => {
      const Icon = STEP_ICONS[kind];
      return {
        key: kind,
        icon: <Icon aria-hidden />,
        label: (
          <span className="gz-flow-kind">
            {t(`automations.kinds.${kind}`)}
            <span className="gz-muted">{t(`automations.kindHints.${kind}`)}</span>
          </span>
        ),
      };
    }),
  }));
  const add = (kind: StepKind) => {
    const step = newStep(
      kind,
      namesBefore(steps, null).found.map((one) => one.name),
    );
    change((old) => inserted(old, owner, at, step));
    setOpen(step.id, true);
  };
  return (
    <div className="gz-flow-insert" data-last={last}>
      <Dropdown
        trigger={["click"]}
        menu={{ items, onClick: ({ key }) => add(key as StepKind), className: "gz-flow-menu" }}
      >
        {last ? (
          <Button size="small" icon={<PlusOutlined aria-hidden />}>
            {t("automations.addStep")}
          </Button>
        ) : (
          <Button
            size="small"
            shape="circle"
            icon={<PlusOutlined aria-hidden />}
            aria-label={t("automations.insertHere")}
            title={t("automations.insertHere")}
          />
        )}
      </Dropdown>
    </div>
  );
}
