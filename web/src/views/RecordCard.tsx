/** A record as a card: primary field, state chip, a few figures. */
import { useTranslation } from "react-i18next";
import type { Row, Table } from "../api/types";
import { paintClass } from "../fields/palette";
import { useLit } from "../live/lit";
import { FieldValue, useTitleOf } from "../ui/FieldValue";
import { isMasked, Masked } from "../ui/Masked";
import type { CardFields } from "./cardFields";
import "./card.css";

interface RecordCardProps {
  table: Table;
  row: Row;
  fields: CardFields;
  onOpen: (id: number) => void;
}

export function RecordCard({ table, row, fields, onOpen }: RecordCardProps) {
  const { t } = useTranslation();
  const titleOf = useTitleOf();
  const lit = useLit(table.key, row.id);
  return (
    <button
      type="button"
      className={`gz-plain-button gz-card${lit ? " gz-lit" : ""}${paintClass(row.color)}`}
      onClick={() => onOpen(row.id)}
    >
      <span className="gz-card-head">
        <span className="gz-card-title">{titleOf(table, row.values) || t("record.untitled")}</span>
        {fields.chip && <FieldValue field={fields.chip} value={row.values[fields.chip.key]} />}
      </span>
      <span className="gz-card-figures">
        {fields.figures.map((field) => (
          <span key={field.key} className="gz-card-figure">
            <span className="gz-card-label">{field.label}</span>
            <span className="gz-card-value">
              <FieldValue
                field={field}
                value={row.values[field.key]}
                empty={isMasked(row, field) ? <Masked field={field} /> : <span className="gz-muted">–</span>}
              />
            </span>
          </span>
        ))}
      </span>
    </button>
  );
}
