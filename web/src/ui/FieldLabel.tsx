/** A field's icon and label. */
import type { Field } from "../api/types";
import { uiOf } from "../fields";

export function FieldLabel({ field }: { field: Field }) {
  const Icon = uiOf(field).icon;
  return (
    <span className="gz-field-label">
      <span aria-hidden="true" className="gz-muted">
        <Icon />
      </span>
      <span className="gz-ellipsis">{field.label}</span>
    </span>
  );
}
