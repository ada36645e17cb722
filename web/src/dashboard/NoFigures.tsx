/** A card with nothing in it: why, and the way to where its records are. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Card } from "../api/dashboards";
import { tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";

export function isWithoutFigures(card: Card): boolean {
  switch (card.type) {
    case "number":
      return false;
    case "list":
      return card.data.records.length === 0;
    case "pivot":
      return card.data.cells.every((row) => row.every((cell) => cell === null));
    default:
      return card.data.rows.length === 0;
  }
}

export function NoFigures({ card }: { card: Card }) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const table = card.table ? tables.get(card.table) : undefined;
  if (!table) return <p className="gz-dash-none">{t("dashboard.noData")}</p>;
  return (
    <p className="gz-dash-none">
      {t("dashboard.noneOf", { table: table.label })}
      <br />
      <Link to={tableAddress(ws, table.key, card.view)}>
        {table.allowed.create
          ? t("dashboard.openAndAdd", { table: table.label })
          : t("dashboard.openTable", { table: table.label })}
      </Link>
    </p>
  );
}
