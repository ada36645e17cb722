/** A condition among the settings of a field. */
import { Form } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Condition } from "../../api/types";
import type { FieldContext } from "../../fields";
import { PathConditionForm } from "../../filter/PathConditionForm";

interface ConditionItemProps {
  label: string;
  extra: string;
  /** What the button says that begins it. */
  add: string;
  table: string;
  condition: Condition | null;
  onChange: (condition: Condition | null) => void;
  onHalf: (half: boolean) => void;
  /** Whether it may name whoever looks. */
  viewer?: boolean;
  around?: FieldContext["around"];
}

export function ConditionItem(props: ConditionItemProps) {
  const { label, extra, add, table, condition, onChange, onHalf, viewer = false, around } = props;
  const { t } = useTranslation();
  const variables = useMemo(
    () => ({
      me: t("settings.varMe"),
      reports: t("settings.varReports"),
      department: t("settings.varDepartment"),
      below: t("settings.varBelow"),
      headed: t("settings.varHeaded"),
    }),
    [t],
  );
  return (
    <Form.Item label={label} extra={extra} className="gz-schema-condition">
      <PathConditionForm
        key={table}
        table={table}
        condition={condition}
        add={add}
        {...(viewer ? { variables } : {})}
        {...(around ? { around } : {})}
        onChange={onChange}
        onHalf={onHalf}
      />
    </Form.Item>
  );
}
