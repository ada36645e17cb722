/** Imports a file: choose, check with every problem listed, import, see what came of it. */
import { Button, Modal, Progress } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportMode } from "../api/imports";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { ChooseFile } from "./ChooseFile";
import { Findings } from "./Findings";
import "./exchange.css";
import { type ImportStage, useImport } from "./useImport";

interface ImportDialogProps {
  table: Table;
  onClose: () => void;
}

export function ImportDialog({ table, onClose }: ImportDialogProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { stage, start, cancel, restart } = useImport(ws, table.key);
  const [file, setFile] = useState<File | null>(null);
  const [mode, setMode] = useState<ImportMode>("create");
  const [key, setKey] = useState<string | null>(
    () => table.fields.find((field) => field.unique)?.key ?? null,
  );
  const [allOrNothing, setAllOrNothing] = useState(false);
  const [clearBlank, setClearBlank] = useState(false);
  const [unowned, setUnowned] = useState(false);
  const [mapping, setMapping] = useState<Record<string, string> | null>(null);

  const run = (dryRun: boolean, columns = mapping) => {
    if (file) void start({ file, mode, key, mapping: columns, dryRun, allOrNothing, clearBlank, unowned });
  };
  const ready = file !== null && (mode === "create" || key !== null);

  return (
    <Modal
      open
      width={720}
      title={t("exchange.title", { table: table.label })}
      onCancel={onClose}
      mask={{ closable: stage.at === "choose" && !file }}
      footer={
        <Foot
          strict={allOrNothing}
          stage={stage}
          ready={ready}
          onCheck={() => run(true)}
          onImport={() => run(false)}
          onCancel={cancel}
          onBack={restart}
          onAgain={() => {
            setFile(null);
            setMapping(null);
            restart();
          }}
          onClose={onClose}
        />
      }
    >
      {stage.at === "choose" && (
        <ChooseFile
          table={table}
          problem={stage.problem}
          file={file}
          mode={mode}
          keyField={key}
          allOrNothing={allOrNothing}
          clearBlank={clearBlank}
          unowned={unowned}
          onAllOrNothing={setAllOrNothing}
          onClearBlank={setClearBlank}
          onUnowned={setUnowned}
          onFile={(next) => {
            setFile(next);
            setMapping(null);
          }}
          onMode={setMode}
          onKey={setKey}
        />
      )}
      {stage.at === "working" && <Working stage={stage} />}
      {stage.at === "checked" && (
        <Findings
          table={table}
          result={stage.result}
          job={null}
          cancelled={false}
          onMapping={(next) => {
            setMapping(next);
            run(true, next);
          }}
        />
      )}
      {stage.at === "done" && (
        <Findings
          table={table}
          result={stage.result}
          job={stage.job}
          cancelled={stage.cancelled}
          onMapping={null}
        />
      )}
    </Modal>
  );
}

function Working({ stage }: { stage: Extract<ImportStage, { at: "working" }> }) {
  const { t } = useTranslation();
  const progress = stage.job?.progress;
  const total = progress?.total ?? 0;
  const percent = progress && total > 0 ? Math.floor((progress.done / total) * 100) : 0;
  return (
    <div className="gz-import-working" role="status">
      <p>{stage.dryRun ? t("exchange.checking") : t("exchange.running")}</p>
      <Progress percent={percent} status="active" showInfo={total > 0} />
      {progress && total > 0 && (
        <p className="gz-muted gz-tabular">{t("exchange.progress", { done: progress.done, total })}</p>
      )}
    </div>
  );
}

interface FootProps {
  /** Any problem stops the whole import. */
  strict: boolean;
  stage: ImportStage;
  ready: boolean;
  onCheck: () => void;
  onImport: () => void;
  onCancel: () => void;
  onBack: () => void;
  onAgain: () => void;
  onClose: () => void;
}

function Foot({ strict, stage, ready, onCheck, onImport, onCancel, onBack, onAgain, onClose }: FootProps) {
  const { t } = useTranslation();
  switch (stage.at) {
    case "choose":
      return (
        <>
          <Button onClick={onClose}>{t("frame.cancel")}</Button>
          <Button type="primary" disabled={!ready} onClick={onCheck}>
            {t("exchange.check")}
          </Button>
        </>
      );
    case "working":
      return (
        <Button danger onClick={onCancel}>
          {t("exchange.cancelImport")}
        </Button>
      );
    case "checked": {
      const rows = stage.result.created + stage.result.updated;
      return (
        <>
          <Button onClick={onBack}>{t("exchange.back")}</Button>
          <Button
            type="primary"
            disabled={rows === 0 || (strict && stage.result.errors.length > 0)}
            onClick={onImport}
          >
            {stage.result.errors.length > 0 ? t("exchange.startValid") : t("exchange.start")}
          </Button>
        </>
      );
    }
    case "done":
      return (
        <>
          <Button onClick={onAgain}>{t("exchange.again")}</Button>
          <Button type="primary" onClick={onClose}>
            {t("exchange.finish")}
          </Button>
        </>
      );
  }
}
