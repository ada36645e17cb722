/** People of the workspace. */
import { TeamOutlined } from "@ant-design/icons";
import { Person } from "../Chip";
import { failure, REFERENCE } from "../families";
import { parseReferences } from "../references";
import type { FieldUi } from "../types";
import { asReferences } from "../value";

export const members: FieldUi = {
  ...REFERENCE,
  type: "members",
  icon: TeamOutlined,
  defaultWidth: 180,
  cell: (value, _field, { locale }) =>
    failure(value, locale) ?? (
      <span className="gz-several">
        {asReferences(value).map((one) => (
          <Person key={one.id} member={one} />
        ))}
      </span>
    ),
  parse: parseReferences,
  wire: (value) => asReferences(value).map((one) => one.id),
};
