/** Files. */
import { PaperClipOutlined } from "@ant-design/icons";
import { failure, lineUi } from "../families";
import { FilesInput } from "../inputs/FilesInput";
import { EMPTY_OPERATORS } from "../operators";
import { FilesPanel } from "../panels/FilesPanel";
import { say } from "../say";
import type { Value } from "../schema";
import { asFiles } from "../value";

const names = (value: Value) =>
  asFiles(value)
    .map((file) => file.name)
    .join(", ");

export const attachment = lineUi({
  type: "attachment",
  icon: PaperClipOutlined,
  defaultWidth: 170,
  editor: { kind: "panel", Panel: FilesPanel, picks: true, seed: () => "" },
  input: FilesInput,
  operators: EMPTY_OPERATORS,
  cell: (value, _field, { locale }) =>
    failure(value, locale) ?? (
      <span className="gz-several">
        {asFiles(value).map((file) => (
          <span key={file.id} className="gz-file">
            <span className="gz-file-name">{file.name}</span>
          </span>
        ))}
      </span>
    ),
  shown: names,
  text: names,
  parse: (text, field, { locale }) =>
    text.trim() === ""
      ? { value: [] }
      : {
          problem: say(locale, `“${field.label}”不能粘贴文字`, `Text cannot be pasted into “${field.label}”`),
        },
  wire: (value) => asFiles(value).map((file) => file.id),
});
