/** How a new automation begins: blank over a table, or as a copy. */
import { Modal, Radio, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { ListedAutomation } from "../api/automations";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";

interface NewAutomationProps {
  automations: ListedAutomation[];
  onClose: () => void;
}

export function NewAutomation({ automations, onClose }: NewAutomationProps) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [copying, setCopying] = useState(false);
  const [table, setTable] = useState<string>();
  const [copied, setCopied] = useState<string>();
  const chosen = copying ? copied : table;
  return (
    <Modal
      open
      title={t("automations.newTitle")}
      okText={t("automations.start")}
      okButtonProps={{ disabled: !chosen }}
      onOk={() =>
        navigate(`${settingsAddress(ws, "automations", "-new")}?${copying ? "copy" : "table"}=${chosen}`)
      }
      onCancel={onClose}
    >
      <div className="gz-settings-choices">
        <Radio.Group
          value={copying}
          onChange={({ target }) => setCopying(target.value as boolean)}
          options={[
            { value: false, label: t("automations.startBlank") },
            { value: true, label: t("automations.startCopy"), disabled: automations.length === 0 },
          ]}
        />
        {copying ? (
          <Select
            aria-label={t("automations.chooseAutomation")}
            placeholder={t("automations.chooseAutomation")}
            showSearch={{ optionFilterProp: "label" }}
            value={copied}
            options={automations.map((one) => ({ value: one.key, label: one.label }))}
            onChange={setCopied}
          />
        ) : (
          <Select
            aria-label={t("automations.chooseTable")}
            placeholder={t("automations.chooseTable")}
            showSearch={{ optionFilterProp: "label" }}
            value={table}
            options={[...tables.values()].map((one) => ({ value: one.key, label: one.label }))}
            onChange={setTable}
          />
        )}
      </div>
    </Modal>
  );
}
