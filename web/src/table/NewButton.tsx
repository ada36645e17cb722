/** Makes a record; where there are several types, of the one that is chosen beside it. */
import { DownOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown, Space } from "antd";
import { useTranslation } from "react-i18next";
import type { Table } from "../api/types";
import { useIsPhone } from "../app/viewport";
import type { Values } from "../fields";
import { Chip } from "../fields/Chip";

interface NewButtonProps {
  table: Table;
  onNew: (values?: Values) => void;
}

export function NewButton({ table, onNew }: NewButtonProps) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const types = table.record_types;
  const kind = table.fields.find((field) => field.key === types?.field);
  const offered = (kind?.options ?? []).filter((option) => types?.allowed.includes(option.key));
  const label = t("table.newRecord", { table: table.label });
  const plain = (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => onNew()} aria-label={label}>
      {phone ? null : t("table.newShort")}
    </Button>
  );
  if (!kind || offered.length < 2) return plain;
  const menu = {
    items: offered.map((option) => ({ key: option.key, label: <Chip option={option} /> })),
    onClick: ({ key }: { key: string }) => onNew({ [kind.key]: key }),
  };
  // There is no room for a second button on a phone: the one asks first.
  if (phone)
    return (
      <Dropdown trigger={["click"]} placement="bottomRight" menu={menu}>
        <Button type="primary" icon={<PlusOutlined aria-hidden />} aria-label={label} aria-haspopup="menu" />
      </Dropdown>
    );
  return (
    <Space.Compact>
      {plain}
      <Dropdown trigger={["click"]} placement="bottomRight" menu={menu}>
        <Button
          type="primary"
          icon={<DownOutlined aria-hidden />}
          aria-label={t("recordTypes.newOf", { type: kind.label })}
        />
      </Dropdown>
    </Space.Compact>
  );
}
