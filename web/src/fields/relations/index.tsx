/** Records of another table. */
import { ApartmentOutlined } from "@ant-design/icons";
import { ReferenceChip } from "../Chip";
import { failure, REFERENCE } from "../families";
import { parseReferences } from "../references";
import type { FieldUi } from "../types";
import { asReferences } from "../value";

export const relations: FieldUi = {
  ...REFERENCE,
  type: "relations",
  icon: ApartmentOutlined,
  defaultWidth: 210,
  cell: (value, _field, { locale }) =>
    failure(value, locale) ?? (
      <span className="gz-several">
        {asReferences(value).map((one) => (
          <ReferenceChip key={one.id} reference={one} locale={locale} />
        ))}
      </span>
    ),
  parse: parseReferences,
  wire: (value) => asReferences(value).map((one) => one.id),
};
