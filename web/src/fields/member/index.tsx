/** A person of the workspace. */
import { UserOutlined } from "@ant-design/icons";
import { Person } from "../Chip";
import { failure, REFERENCE } from "../families";
import { parseReference } from "../references";
import type { FieldUi } from "../types";
import { asReference, asReferences } from "../value";

export const member: FieldUi = {
  ...REFERENCE,
  type: "member",
  icon: UserOutlined,
  defaultWidth: 120,
  cell: (value, _field, { locale }) =>
    failure(value, locale) ?? (
      <span className="gz-several">
        {asReferences(value).map((one) => (
          <Person key={one.id} member={one} />
        ))}
      </span>
    ),
  parse: parseReference,
  wire: (value) => asReference(value)?.id ?? null,
};
