/** Takes a list or a pivot out as a file: says before and after what stays behind, and why. */
import { App } from "antd";
import { useTranslation } from "react-i18next";
import type { Exported } from "../api/client";
import { sentence } from "../api/problem";
import type { Extent } from "../api/records";

interface Taking {
  extent: () => Promise<Extent>;
  write: () => Promise<Exported>;
  /** Figures over the rows, not the rows themselves. */
  figures?: boolean;
}

export function useTakeOut() {
  const { t } = useTranslation();
  const { message, modal } = App.useApp();

  return async ({ extent, write, figures = false }: Taking) => {
    const waiting = () => message.loading(t("table.exporting"), 0);
    let close = waiting();
    try {
      const found = await extent();
      if (found.left_out > 0 || (found.masked.length > 0 && !figures)) {
        close();
        const told = { content: <Told extent={found} figures={figures} />, width: 480 };
        if (found.rows === 0) {
          modal.warning({ ...told, title: t("exchange.nothingToTake"), okText: t("exchange.understood") });
          return;
        }
        const go = await modal.confirm({
          ...told,
          title: t(found.left_out > 0 ? "exchange.notAll" : "exchange.someHidden"),
          okText: t("exchange.takeOut", { count: found.rows }),
        });
        if (!go) return;
        close = waiting();
      }
      const { rows, leftOut } = await write();
      const done = figures ? t("exchange.figuresTaken") : t("exchange.taken", { count: rows });
      if (leftOut > 0)
        message.warning(
          t("exchange.takenNotAll", { done, left: t("exchange.stayed", { count: leftOut }) }),
          8,
        );
      else message.success(done);
    } catch (error) {
      message.error(sentence(error), 6);
    } finally {
      close();
    }
  };
}

function Told({ extent, figures }: { extent: Extent; figures: boolean }) {
  const { t } = useTranslation();
  const names = extent.left_out_rows.map((row) => row.label);
  const more = extent.left_out > names.length;
  return (
    <>
      {extent.left_out > 0 && (
        <>
          <p>
            {t(figures ? "exchange.figuresOf" : "exchange.takes", { count: extent.rows })}
            {t(figures ? "exchange.figuresLeftOut" : "exchange.leftOut", { count: extent.left_out })}
          </p>
          <p className="gz-muted">
            {t(more ? "exchange.leftOutSome" : "exchange.leftOutRows", { names: names.join("、") })}
          </p>
          {extent.reason && <p className="gz-muted">{t("exchange.leftOutWhy", { reason: extent.reason })}</p>}
          {extent.hint && <p className="gz-muted">{t("exchange.leftOutHint", { hint: extent.hint })}</p>}
        </>
      )}
      {!figures &&
        extent.masked.map(({ field, label, rows }) => (
          <p key={field}>{t("exchange.masked", { label, count: rows })}</p>
        ))}
    </>
  );
}
