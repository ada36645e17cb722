/** The button under the navigation that makes a table, with its dialog. */
import { PlusOutlined } from "@ant-design/icons";
import { Alert, Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { sentence } from "../api/problem";
import { addTable } from "../api/schema";
import { tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { useStructure } from "./useStructure";
import "./schema.css";

export function NewTable() {
  const { member } = useWorkspace();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (!member.builder) return null;
  return (
    <>
      <button
        type="button"
        className="gz-plain-button gz-nav-item gz-new-table"
        onClick={() => setOpen(true)}
      >
        <PlusOutlined aria-hidden />
        {t("schema.newTable")}
      </button>
      {open && <NewTableDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function NewTableDialog({ onClose }: { onClose: () => void }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useStructure();
  const [label, setLabel] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const create = async () => {
    if (!label.trim() || busy) return;
    setBusy(true);
    try {
      const { table } = await addTable(ws, { label: label.trim() });
      await refresh();
      onClose();
      navigate(tableAddress(ws, table.key));
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };

  return (
    <Modal
      open
      width={420}
      title={t("schema.newTable")}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("schema.cancel")}</Button>
          <Button type="primary" loading={busy} disabled={!label.trim()} onClick={() => void create()}>
            {t("schema.create")}
          </Button>
        </>
      }
    >
      <Form layout="vertical" onFinish={() => void create()}>
        {problem && <Alert type="error" showIcon title={problem} role="alert" />}
        <Form.Item label={t("schema.tableName")} htmlFor="new-table-name" extra={t("schema.newTableHint")}>
          <Input
            id="new-table-name"
            autoFocus
            maxLength={100}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
