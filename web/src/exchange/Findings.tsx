/** What a check or an import found: counts, the columns, and every problem with its row. */
import { DownloadOutlined } from "@ant-design/icons";
import { Alert, Table as AntTable, App, Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { saveBlob } from "../api/client";
import { downloadRefused, type ImportError, type ImportResult, type Job } from "../api/imports";
import { sentence } from "../api/problem";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { isWritable } from "../fields";
import { csvOf } from "./csv";

interface FindingsProps {
  table: Table;
  result: ImportResult;
  /** The finished import; null for a check. */
  job: Job["id"] | null;
  cancelled: boolean;
  /** Checks again with other columns; null once imported. */
  onMapping: ((mapping: Record<string, string>) => void) | null;
}

const PAGE = 8;
const SKIP = "";

export function Findings({ table, result, job, cancelled, onMapping }: FindingsProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const checked = job === null;
  const { errors } = result;
  const labelOf = (error: ImportError) =>
    error.column ?? table.fields.find((field) => field.key === error.field)?.label ?? "";

  const save = async () => {
    const name = t("exchange.errorsFile", { table: table.label });
    if (job !== null) {
      await downloadRefused(ws, job, name).catch((error: unknown) => message.error(sentence(error)));
      return;
    }
    const head = [t("exchange.row"), t("exchange.column"), t("exchange.what")];
    const rows = errors.map((error) => [error.row, labelOf(error), error.message]);
    saveBlob(new Blob([csvOf([head, ...rows])], { type: "text/csv;charset=utf-8" }), name);
  };

  return (
    <div className="gz-import">
      {!checked && (
        <Alert
          type={cancelled ? "warning" : errors.length > 0 ? "info" : "success"}
          showIcon
          title={cancelled ? t("exchange.cancelled") : t("exchange.done")}
          description={cancelled && result.batch !== null ? t("exchange.cancelledKept") : undefined}
        />
      )}
      <dl className="gz-import-counts">
        <Count
          label={checked ? t("exchange.wouldCreate") : ""}
          value={result.created}
          done={checked ? null : "created"}
        />
        <Count
          label={checked ? t("exchange.wouldUpdate") : ""}
          value={result.updated}
          done={checked ? null : "updated"}
        />
        <Count
          label={checked ? t("exchange.wouldSkip") : ""}
          value={result.skipped}
          done={checked ? null : "skipped"}
        />
      </dl>
      {onMapping && <Columns table={table} result={result} onMapping={onMapping} />}
      {errors.length === 0 ? (
        checked && <Alert type="success" showIcon title={t("exchange.noProblems")} />
      ) : (
        <div>
          <div className="gz-import-problems">
            <strong>{t("exchange.problems")}</strong>
            <span className="gz-muted">{t("exchange.someProblems", { count: errors.length })}</span>
            <Button size="small" type="link" icon={<DownloadOutlined aria-hidden />} onClick={save}>
              {t("exchange.downloadErrors")}
            </Button>
          </div>
          <AntTable<ImportError>
            size="small"
            rowKey={(error) => `${error.row}-${error.column}-${error.field}-${error.code}`}
            dataSource={errors}
            pagination={
              errors.length > PAGE ? { pageSize: PAGE, size: "small", showSizeChanger: false } : false
            }
            columns={[
              {
                title: t("exchange.row"),
                dataIndex: "row",
                width: 72,
                render: (row: number | null) => row ?? "–",
              },
              {
                title: t("exchange.column"),
                key: "column",
                width: 160,
                ellipsis: true,
                render: (_, e) => labelOf(e),
              },
              { title: t("exchange.what"), dataIndex: "message" },
            ]}
          />
        </div>
      )}
    </div>
  );
}

function Count({
  label,
  value,
  done,
}: {
  label: string;
  value: number;
  done: "created" | "updated" | "skipped" | null;
}) {
  const { t } = useTranslation();
  return (
    <div>
      {done ? (
        <dt className="gz-tabular">{t(`exchange.${done}`, { count: value })}</dt>
      ) : (
        <>
          <dt>{label}</dt>
          <dd className="gz-tabular">{value}</dd>
        </>
      )}
    </div>
  );
}

interface ColumnsProps {
  table: Table;
  result: ImportResult;
  onMapping: (mapping: Record<string, string>) => void;
}

function Columns({ table, result, onMapping }: ColumnsProps) {
  const { t } = useTranslation();
  const found: Record<string, string> = {
    ...Object.fromEntries(result.unmapped.map((header) => [header, SKIP])),
    ...result.mapping,
  };
  const [mapping, setMapping] = useState(found);
  const changed = JSON.stringify(mapping) !== JSON.stringify(found);
  const used = new Set(Object.values(mapping));
  const fields = table.fields.filter((field) => isWritable(field) || used.has(field.key));
  return (
    <div>
      <div className="gz-import-problems">
        <strong>{t("exchange.mapping")}</strong>
        <span className="gz-muted">{result.unmapped.length > 0 ? t("exchange.unmapped") : null}</span>
        {changed && (
          <Button size="small" type="primary" onClick={() => onMapping(mapping)}>
            {t("exchange.checkAgain")}
          </Button>
        )}
      </div>
      <ul className="gz-import-columns">
        {Object.entries(mapping).map(([header, key]) => (
          <li key={header}>
            <span className="gz-ellipsis" title={header}>
              {header}
            </span>
            <span aria-hidden="true" className="gz-muted">
              →
            </span>
            <Select
              size="small"
              aria-label={`${header} → ${t("exchange.to")}`}
              value={key}
              {...(key === SKIP ? { status: "warning" as const } : {})}
              showSearch={{ optionFilterProp: "label" }}
              onChange={(next: string) => setMapping((old) => ({ ...old, [header]: next }))}
              options={[
                { value: SKIP, label: t("exchange.skipColumn") },
                ...fields.map((field) => ({
                  value: field.key,
                  label: field.label,
                  disabled: field.key !== key && used.has(field.key),
                })),
              ]}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
