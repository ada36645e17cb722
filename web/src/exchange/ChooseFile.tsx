import { DownloadOutlined, FileExcelOutlined, InboxOutlined } from "@ant-design/icons";
import { Alert, App, Button, Checkbox, Radio, Select, Upload } from "antd";
import { useTranslation } from "react-i18next";
import { downloadTemplate, type ImportMode } from "../api/imports";
import { sentence } from "../api/problem";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { isWritable } from "../fields";
import { FieldLabel } from "../ui/FieldLabel";

interface ChooseFileProps {
  table: Table;
  problem: string | null;
  file: File | null;
  mode: ImportMode;
  keyField: string | null;
  allOrNothing: boolean;
  clearBlank: boolean;
  unowned: boolean;
  onAllOrNothing: (next: boolean) => void;
  onClearBlank: (next: boolean) => void;
  onUnowned: (next: boolean) => void;
  onFile: (file: File | null) => void;
  onMode: (mode: ImportMode) => void;
  onKey: (key: string | null) => void;
}

const MODES: ImportMode[] = ["create", "update", "upsert"];
const KEY_TYPES = new Set(["text", "autonumber", "phone", "email", "url", "number"]);

export function ChooseFile(props: ChooseFileProps) {
  const { table, problem, file, mode, keyField, allOrNothing, clearBlank, unowned } = props;
  const { onFile, onMode, onKey, onAllOrNothing, onClearBlank, onUnowned } = props;
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const keys = table.fields.filter(
    (field) =>
      KEY_TYPES.has(field.type) && (field.unique || isWritable(field) || field.type === "autonumber"),
  );
  const owner = table.fields.find((field) => field.key === table.ownership);
  const template = async () => {
    try {
      await downloadTemplate(ws, table.key, t("exchange.templateFile", { table: table.label }));
    } catch (error) {
      message.error(sentence(error));
    }
  };
  return (
    <div className="gz-import">
      {problem && <Alert type="error" showIcon role="alert" title={problem} />}
      <Upload.Dragger
        accept=".xlsx,.csv"
        maxCount={1}
        multiple={false}
        showUploadList={false}
        beforeUpload={(next) => {
          onFile(next);
          return false;
        }}
      >
        {file ? (
          <p className="gz-import-file">
            <FileExcelOutlined aria-hidden />
            <strong>{file.name}</strong>
            <span className="gz-muted gz-tabular">{Math.max(1, Math.round(file.size / 1024))} KB</span>
          </p>
        ) : (
          <>
            <p className="gz-import-icon">
              <InboxOutlined aria-hidden />
            </p>
            <p>{t("exchange.drop")}</p>
          </>
        )}
        <p className="gz-muted">{t("exchange.dropHint")}</p>
      </Upload.Dragger>
      <Button
        type="link"
        icon={<DownloadOutlined aria-hidden />}
        className="gz-import-template"
        onClick={template}
      >
        {t("exchange.template")}
      </Button>
      <div>
        <div className="gz-import-label" id="gz-import-mode">
          {t("exchange.mode")}
        </div>
        <Radio.Group
          aria-labelledby="gz-import-mode"
          value={mode}
          onChange={(event) => onMode(event.target.value as ImportMode)}
          className="gz-import-modes"
        >
          {MODES.map((one) => (
            <Radio key={one} value={one}>
              {t(`exchange.${one}`)}
              <span className="gz-muted gz-import-hint">{t(`exchange.${one}Hint`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </div>
      <div className="gz-import-options">
        <Checkbox checked={allOrNothing} onChange={(event) => onAllOrNothing(event.target.checked)}>
          {t("exchange.allOrNothing")}
        </Checkbox>
        {mode !== "update" && owner && !owner.read_only && (
          <Checkbox checked={unowned} onChange={(event) => onUnowned(event.target.checked)}>
            {t("exchange.unowned", { owner: owner.label })}
          </Checkbox>
        )}
        {mode !== "create" && (
          <Checkbox checked={clearBlank} onChange={(event) => onClearBlank(event.target.checked)}>
            {t("exchange.clearBlank")}
          </Checkbox>
        )}
      </div>
      {mode !== "create" && (
        <div>
          <div className="gz-import-label">{t("exchange.key")}</div>
          <Select
            aria-label={t("exchange.key")}
            style={{ width: 280 }}
            value={keyField}
            placeholder={t("exchange.keyMissing")}
            {...(keyField ? {} : { status: "warning" as const })}
            onChange={onKey}
            options={keys.map((field) => ({ value: field.key, label: <FieldLabel field={field} /> }))}
          />
        </div>
      )}
    </div>
  );
}
