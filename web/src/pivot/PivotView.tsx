/** A view of type pivot: what is picked above, its figures below; a figure opens its records in a list. */
import { DownloadOutlined, PrinterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown, Empty } from "antd";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { exportPivot, pivotQuery } from "../api/pivot";
import { pivotPage } from "../api/printing";
import { fetchExtent } from "../api/records";
import type { PivotSettings, View } from "../api/types";
import { tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { useTakeOut } from "../exchange/useTakeOut";
import { both } from "../filter/model";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import type { ViewProps } from "../views/props";
import { useSaveSettings } from "../views/useSaveSettings";
import { Picks } from "./Picks";
import { PivotTable } from "./PivotTable";

const PrintDialog = lazy(async () => ({ default: (await import("../print/PrintDialog")).PrintDialog }));

const NOTHING: PivotSettings = { rows: [], columns: [], measures: [{ op: "count" }] };

export function PivotView(props: ViewProps) {
  const { view } = props;
  return view ? <Picked key={view.key} {...props} view={view} /> : null;
}

function Picked({ table, view, query, narrowed }: ViewProps & { view: View }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const takeOut = useTakeOut();
  const navigate = useNavigate();
  const [printing, setPrinting] = useState(false);
  const saved = view.settings.pivot ?? NOTHING;
  const [pivot, setPivot] = useState(saved);
  const changed = JSON.stringify(pivot) !== JSON.stringify(saved);
  const { free, save } = useSaveSettings(table, view);
  const plain = useMemo(
    () => table.views.find((one) => one.type === "grid" && !one.filter)?.key ?? null,
    [table.views],
  );
  const { data, error, isPending, refetch } = useQuery(
    pivotQuery(ws, table.key, { ...pivot, filter: query.filter, q: query.q || null }),
  );

  const file = (format: "xlsx" | "csv") => {
    const rows = { filter: query.filter, q: query.q || null };
    const asked = { ...pivot, ...rows, format, title: view.label };
    return takeOut({
      figures: true,
      extent: () => fetchExtent(ws, table.key, rows),
      write: () => exportPivot(ws, table.key, asked, `${table.label}_${view.label}.${format}`),
    });
  };
  const picked = pivot.rows.length + pivot.columns.length > 0;
  const none = data?.cells.every((row) => row.every((cell) => cell === null));

  return (
    <div className="gz-pivot-page">
      <Picks table={table} pivot={pivot} onChange={setPivot}>
        {data && table.allowed.export && (
          <Dropdown
            trigger={["click"]}
            menu={{
              items: [
                { key: "xlsx", label: t("pivot.exportXlsx") },
                { key: "csv", label: t("pivot.exportCsv") },
              ],
              onClick: ({ key }) => void file(key === "csv" ? "csv" : "xlsx"),
            }}
          >
            <Button type="text" size="small" icon={<DownloadOutlined aria-hidden />}>
              {t("pivot.export")}
            </Button>
          </Dropdown>
        )}
        {data && table.allowed.print && (
          <Button
            type="text"
            size="small"
            icon={<PrinterOutlined aria-hidden />}
            onClick={() => setPrinting(true)}
          >
            {t("print.action")}
          </Button>
        )}
        {changed && (
          <Button type="primary" size="small" onClick={() => void save({ ...view.settings, pivot })}>
            {t(free ? "pivot.save" : "pivot.saveOwn")}
          </Button>
        )}
      </Picks>
      {printing && (
        <Suspense fallback={null}>
          <PrintDialog
            name={`${table.label} · ${view.label}`}
            source={pivotPage(
              ws,
              table.key,
              { ...pivot, filter: query.filter, q: query.q || null },
              view.label,
            )}
            onClose={() => setPrinting(false)}
          />
        </Suspense>
      )}
      {isPending && <Waiting rows={10} />}
      {error && !data ? <Failure error={error} retry={refetch} /> : null}
      {data && none && (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={
            <>
              <strong>{t("pivot.none")}</strong>
              <div className="gz-muted">{t(narrowed ? "table.noneHint" : "pivot.noneHint")}</div>
            </>
          }
        />
      )}
      {data && !none && !picked && (
        <p className="gz-muted gz-pivot-start">
          <strong>{t("pivot.start")}</strong> {t("pivot.startHint")}
        </p>
      )}
      {data && !none && (
        <PivotTable
          table={table}
          answer={data}
          label={view.label}
          onOpen={(condition) =>
            void navigate(
              tableAddress(ws, table.key, plain, { filter: both(query.filter, condition), q: query.q }),
            )
          }
        />
      )}
    </div>
  );
}
