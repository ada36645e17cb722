/** A record of another table. */
import { LinkOutlined } from "@ant-design/icons";
import { ReferenceChip } from "../Chip";
import { failure, REFERENCE } from "../families";
import { parseReference } from "../references";
import type { FieldUi } from "../types";
import { asReference, asReferences } from "../value";

export const relation: FieldUi = {
  ...REFERENCE,
  type: "relation",
  icon: LinkOutlined,
  defaultWidth: 170,
  cell: (value, _field, { locale }) =>
    failure(value, locale) ?? (
      <span className="gz-several">
        {asReferences(value).map((one) => (
          <ReferenceChip key={one.id} reference={one} locale={locale} />
        ))}
      </span>
    ),
  parse: parseReference,
  wire: (value) => asReference(value)?.id ?? null,
};
