/** Making a table: the button under the navigation, the page of a workspace that has none, the dialog. */
import { PlusOutlined } from "@ant-design/icons";
import { Alert, Button, Empty, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { sentence } from "../api/problem";
import { addTable } from "../api/schema";
import { tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { useFocusBack } from "../ui/useFocusBack";
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

/** Where there is no table at all: what to do about it, for those who may. */
export function FirstTable() {
  const { member } = useWorkspace();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Empty
      className="gz-first-table"
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={t(member.builder ? "schema.noTables" : "frame.nothingHere")}
    >
      <p className="gz-muted">{t(member.builder ? "schema.noTablesHint" : "frame.nothingHereHint")}</p>
      {member.builder && (
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpen(true)}>
          {t("schema.newTable")}
        </Button>
      )}
      {open && <NewTableDialog onClose={() => setOpen(false)} />}
    </Empty>
  );
}

function NewTableDialog({ onClose }: { onClose: () => void }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useStructure();
  useFocusBack();
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
