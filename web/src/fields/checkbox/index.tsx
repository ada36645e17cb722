/** Yes or no. */
import { CheckSquareOutlined } from "@ant-design/icons";
import { identity } from "../families";
import { CheckFilter } from "../filters/CheckFilter";
import { CheckInput } from "../inputs/CheckInput";
import { CHECK_OPERATORS } from "../operators";
import { say } from "../say";
import type { Field, Value } from "../schema";
import type { Display, FieldUi } from "../types";

const YES = new Set(["true", "1", "是", "yes", "y", "✓", "√", "☑", "对", "真", "已", "on"]);
const NO = new Set(["", "false", "0", "否", "no", "n", "✗", "×", "☐", "错", "假", "未", "off"]);

const name = (value: Value, _field: Field, { locale }: Display) =>
  value === true ? say(locale, "是", "Yes") : say(locale, "否", "No");

export const checkbox: FieldUi = {
  type: "checkbox",
  icon: CheckSquareOutlined,
  align: "center",
  defaultWidth: 84,
  editor: { kind: "toggle", seed: () => "" },
  input: CheckInput,
  filterInput: CheckFilter,
  operators: CHECK_OPERATORS,
  isEmpty: (value) => value !== true,
  cell: (value) => (
    <span className={`gz-check${value === true ? " gz-check-on" : ""}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2">
        <path d="M2 6.5 5 9.5 10.5 3" />
      </svg>
    </span>
  ),
  shown: name,
  text: name,
  parse: (text, _field, { locale }) => {
    const plain = text.trim().toLowerCase();
    if (YES.has(plain)) return { value: true };
    if (NO.has(plain)) return { value: false };
    return {
      problem: say(locale, `“${text.trim()}”不是“是”或“否”`, `“${text.trim()}” is neither yes nor no`),
    };
  },
  wire: identity,
};
