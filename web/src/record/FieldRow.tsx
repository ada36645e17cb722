/** One field of a record: label with its marks, value that can be edited in place. */
import { Tooltip } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Field, RecordWithRights, Table } from "../api/types";
import type { FieldContext } from "../fields";
import { isMasked, Masked } from "../ui/Masked";
import { ExplainButton } from "./Explain";
import { InlineEdit } from "./InlineEdit";
import type { SaveFields } from "./useSaveField";

interface FieldRowProps {
  table: Table;
  field: Field;
  record: RecordWithRights;
  context: FieldContext;
  save: SaveFields;
}

const WIDE = new Set(["long_text", "attachment", "subtable"]);
export const isWide = (field: Field): boolean => WIDE.has(field.value_type);

/** Some locks close only some fields. */
export const isLocked = (record: RecordWithRights, key: string): boolean =>
  (record.locks ?? []).some((lock) => lock.fields === null || lock.fields.includes(key));

export function ProtectedMark({ field }: { field: Field }) {
  const { t } = useTranslation();
  if (!field.protected) return null;
  const reason = typeof field.protected === "string" ? field.protected : t("record.protected");
  return (
    <Tooltip title={reason}>
      <span className="gz-protected" role="img" aria-label={reason} />
    </Tooltip>
  );
}

export function FieldRow({ table, field, record, context, save }: FieldRowProps) {
  const id = useId();
  return (
    <div className="gz-field-row" data-wide={isWide(field)}>
      <div className="gz-field-name" id={id}>
        <span title={field.help ?? undefined}>{field.label}</span>
        {field.required && (
          <span className="gz-required" aria-hidden="true">
            *
          </span>
        )}
        <ProtectedMark field={field} />
        {field.computed && ["formula", "rollup", "lookup"].includes(field.type) && (
          <ExplainButton table={table} record={record.id} field={field} />
        )}
      </div>
      <InlineEdit
        field={field}
        value={record.values[field.key]}
        context={context}
        record={record.id}
        canEdit={record.allowed.edit && !isLocked(record, field.key) && !isMasked(record, field)}
        {...(isMasked(record, field) ? { empty: <Masked field={field} /> } : {})}
        labelledBy={id}
        save={(value, base) => save({ [field.key]: value }, base === undefined ? {} : { [field.key]: base })}
      />
    </div>
  );
}
