/** A record on its own address. */
import { LeftOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { NotFound } from "../ui/NotFound";
import { RecordActions } from "./RecordActions";
import { RecordView } from "./RecordView";
import "./record.css";

export function RecordPage() {
  const { table: key = "", id: text = "" } = useParams();
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const table = tables.get(key);
  const id = Number(text);
  if (!table || !Number.isSafeInteger(id) || id <= 0) {
    return <NotFound title={t("record.gone")} hint={t("record.goneHint")} />;
  }
  const back = tableAddress(ws, table.key);
  return (
    <div className="gz-record-page">
      <Link className="gz-record-back" to={back}>
        <LeftOutlined aria-hidden /> {table.label}
      </Link>
      <RecordView
        table={table}
        id={id}
        actions={(record, title) => (
          <RecordActions
            table={table}
            record={record}
            title={title}
            drawer={false}
            onDeleted={() => navigate(back)}
          />
        )}
      />
    </div>
  );
}
