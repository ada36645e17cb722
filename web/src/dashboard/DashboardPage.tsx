/** A dashboard: cards on a grid of four columns, two on small screens, one on a phone. */
import { WarningOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Empty } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { type Card, dashboardQuery } from "../api/dashboards";
import { tableAddress } from "../app/address";
import { useIsPhone } from "../app/viewport";
import { useWorkspace } from "../app/workspace";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { ChartCard } from "./ChartCard";
import "./dashboard.css";
import { FunnelCard } from "./FunnelCard";
import { ListCard } from "./ListCard";
import { isWithoutFigures, NoFigures } from "./NoFigures";
import { NumberCard } from "./NumberCard";
import { PivotCard } from "./PivotCard";
import { RankingCard } from "./RankingCard";

export function DashboardPage() {
  const { dashboard: key = "" } = useParams();
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const phone = useIsPhone();
  const { data, error, isPending, refetch } = useQuery(dashboardQuery(ws, key));
  if (isPending) return <Waiting page rows={12} />;
  if (error && !data) return <Failure error={error} retry={refetch} page />;
  return (
    <div className="gz-dashboard">
      <h1 className={phone ? "gz-visually-hidden" : undefined}>{data.label}</h1>
      {data.cards.length === 0 && <Empty description={t("dashboard.empty")} />}
      <div className="gz-dashboard-grid">
        {data.cards.map((card) => (
          <section
            key={card.key}
            className="gz-dash-card"
            aria-label={card.label}
            data-type={card.type}
            style={{ ["--gz-span" as string]: Math.min(4, Math.max(1, card.width)) }}
          >
            <CardHead card={card} ws={ws} />
            <CardBody card={card} />
          </section>
        ))}
      </div>
    </div>
  );
}

function CardHead({ card, ws }: { card: Card; ws: string }) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const table = card.table ? tables.get(card.table) : undefined;
  return (
    <h2>
      {table ? (
        <Link
          to={tableAddress(ws, table.key, card.view)}
          title={t("dashboard.openTable", { table: table.label })}
        >
          {card.label}
        </Link>
      ) : (
        card.label
      )}
    </h2>
  );
}

/** How many values could not be counted, under figures in which some are errors. */
function LeftOut({ data }: { data: Card["data"] }) {
  const { t } = useTranslation();
  const errors = "errors" in data ? (data.errors ?? 0) : 0;
  if (errors === 0) return null;
  return (
    <p className="gz-dash-left-out" title={t("dashboard.leftOutHint")}>
      <WarningOutlined aria-hidden /> {t("dashboard.leftOut", { count: errors })}
    </p>
  );
}

function CardBody({ card }: { card: Card }) {
  return (
    <>
      {isWithoutFigures(card) ? <NoFigures card={card} /> : <Figures card={card} />}
      <LeftOut data={card.data} />
    </>
  );
}

function Figures({ card }: { card: Card }) {
  switch (card.type) {
    case "number":
      return <NumberCard data={card.data} format={card.format} />;
    case "list":
      return <ListCard data={card.data} table={card.table} />;
    case "pivot":
      return <PivotCard data={card.data} table={card.table} view={card.view ?? null} label={card.label} />;
    case "ranking":
      return <RankingCard data={card.data} format={card.format} />;
    case "funnel":
      return <FunnelCard data={card.data} format={card.format} />;
    default:
      return <ChartCard type={card.type} label={card.label} data={card.data} format={card.format} />;
  }
}
