/** The lines of a record that is being made: saved together with it, as one document. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type ComponentProps, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Field, Table, Value, WireValues } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { asRows, isWritable } from "../fields";
import { defaultsOf } from "./draft";
import { LineCells } from "./LineCells";
import { LineFoot } from "./LineFoot";
import { LineHead } from "./LineHead";
import { lineColumns } from "./lineColumns";
import { shortValues, useLooking } from "./looking";
import "./lines.css";

interface NewLinesProps {
  field: Field;
  child: Table;
  value: Value;
  /** What is wrong, by place: `lines.0.price`. */
  problems: Readonly<Record<string, string>>;
  disabled: boolean;
  /** What the record that they belong to is about to hold. */
  owner: () => WireValues;
  titled: boolean;
  /** The lines as the server would make them, in the order in which they stand here; undefined where nobody asks it. */
  foreseen?: Value;
  onChange: (value: Value) => void;
}

export function NewLines({
  field,
  child,
  value,
  problems,
  disabled,
  owner,
  titled,
  foreseen,
  onChange,
}: NewLinesProps) {
  const { contextOf, member, display } = useWorkspace();
  const { t } = useTranslation();
  const asked = foreseen !== undefined;
  const columns = useMemo(
    () =>
      lineColumns(child, field.settings.field ?? "").filter(
        (one) => isWritable(one) || (asked && one.computed),
      ),
    [child, field, asked],
  );
  const last = useRef(0); // lines have no ids yet: these tell them apart on the screen
  const rows = asRows(value);
  const coming = asRows(foreseen ?? null);
  const known = coming.length === rows.length ? coming : []; // another line was added or taken away since
  const context = contextOf(child.key);
  const add = () => {
    last.current -= 1;
    onChange([...rows, { id: last.current, version: 0, values: defaultsOf(child, member, display.today) }]);
  };
  return (
    <div className="gz-lines">
      {titled && <div className="gz-field-name">{field.label}</div>}
      {rows.length > 0 && (
        <div className="gz-lines-scroll">
          <table aria-label={field.label}>
            <LineHead columns={columns} />
            <tbody>
              {rows.map((row, place) => (
                <tr key={row.id} className="gz-lines-new">
                  <Cells
                    table={child}
                    columns={columns}
                    draft={row.values}
                    problems={problemsOf(problems, `${field.key}.${place}.`)}
                    context={context}
                    owner={owner}
                    disabled={disabled}
                    focused={row.id === last.current}
                    foreseen={known[place]?.values ?? null}
                    onChange={(key, entered) =>
                      onChange(
                        rows.map((one) =>
                          one === row ? { ...row, values: { ...row.values, [key]: entered } } : one,
                        ),
                      )
                    }
                  />
                  <td className="gz-lines-act">
                    <Button
                      type="text"
                      size="small"
                      icon={<DeleteOutlined aria-hidden />}
                      aria-label={t("record.deleteLine")}
                      onClick={() => onChange(rows.filter((one) => one !== row))}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
            <LineFoot columns={columns} rows={known} />
          </table>
        </div>
      )}
      {problems[field.key] && (
        <div className="gz-inline-problem" role="alert">
          {problems[field.key]}
        </div>
      )}
      <Button type="text" size="small" icon={<PlusOutlined aria-hidden />} disabled={disabled} onClick={add}>
        {t("record.addLine")}
      </Button>
    </div>
  );
}

/** The cells of one line, whose pickers know what is typed in it and in its owner. */
function Cells({ context, owner, ...cells }: ComponentProps<typeof LineCells> & { owner: () => WireValues }) {
  const around = useLooking(context, () => ({
    values: shortValues(cells.table, cells.draft),
    parent: owner(),
  }));
  return <LineCells {...cells} context={around} />;
}

function problemsOf(problems: Readonly<Record<string, string>>, place: string): Record<string, string> {
  const mine = Object.entries(problems).filter(([key]) => key.startsWith(place));
  return Object.fromEntries(mine.map(([key, problem]) => [key.slice(place.length), problem]));
}
