/** Rows owned by the record: edited in the record, here only counted. */
import { UnorderedListOutlined } from "@ant-design/icons";
import { failure, identity, lineUi } from "../families";
import { RowsInput } from "../inputs/RowsInput";
import { EMPTY_OPERATORS } from "../operators";
import { say } from "../say";
import type { Field, Value } from "../schema";
import type { Display } from "../types";
import { asRows } from "../value";

const count = (value: Value, _field: Field, { locale }: Display): string => {
  const rows = asRows(value).length;
  return rows === 0 ? "" : say(locale, `${rows} 行`, rows === 1 ? "1 row" : `${rows} rows`);
};

export const subtable = lineUi({
  type: "subtable",
  icon: UnorderedListOutlined,
  defaultWidth: 96,
  editor: { kind: "record", seed: () => "" },
  input: RowsInput,
  operators: EMPTY_OPERATORS,
  cell: (value, field, display) =>
    failure(value, display.locale) ?? <span className="gz-count">{count(value, field, display)}</span>,
  shown: count,
  text: count,
  parse: (_text, field, { locale }) => ({
    problem: say(locale, `“${field.label}”请在记录里填写`, `Fill in “${field.label}” in the record`),
  }),
  wire: identity,
});
