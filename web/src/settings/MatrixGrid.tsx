/** Actions in columns, one line per table (of a role group) or per role group (of a table); every cell opens its editor. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ACTIONS, type ActionKey } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { ActionDialog } from "./ActionDialog";
import { LineDrawer } from "./LineDrawer";
import { keyOf, type Line, limitsOf } from "./lines";
import "./matrix.css";

interface MatrixGridProps {
  lines: Line[];
  head: string;
  labelOf: (line: Line) => string;
}

export function MatrixGrid({ lines, head, labelOf }: MatrixGridProps) {
  const { member } = useWorkspace();
  const { t } = useTranslation();
  const [cell, setCell] = useState<{ key: string; action: ActionKey } | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const lineOf = (key: string | undefined | null) => lines.find((line) => keyOf(line) === key);
  const editing = lineOf(cell?.key);
  const detailed = lineOf(opened);
  return (
    <div className="gz-matrix-scroll">
      <table className="gz-matrix">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {ACTIONS.map((action) => (
              <th key={action} scope="col">
                {t(`settings.${action}`)}
              </th>
            ))}
            <th scope="col">{t("settings.details")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={keyOf(line)}>
              <th scope="row">{labelOf(line)}</th>
              {line.admin && (
                <td colSpan={ACTIONS.length + 1} className="gz-muted gz-matrix-wide">
                  {t("settings.adminIsFree")}
                </td>
              )}
              {line.said.none && !line.admin && (
                <td colSpan={ACTIONS.length} className="gz-matrix-closed gz-matrix-wide">
                  {t("settings.closed")}
                </td>
              )}
              {!line.said.none &&
                !line.admin &&
                ACTIONS.map((action) => (
                  <ActionCell
                    key={action}
                    line={line}
                    action={action}
                    label={labelOf(line)}
                    onOpen={member.admin ? () => setCell({ key: keyOf(line), action }) : null}
                  />
                ))}
              {!line.admin && (
                <td>
                  <button
                    type="button"
                    className="gz-plain-button gz-matrix-cell"
                    aria-label={t("settings.cell", { table: labelOf(line), what: t("settings.details") })}
                    onClick={() => setOpened(keyOf(line))}
                  >
                    {limitsOf(line) > 0 ? (
                      t("settings.limits", { count: limitsOf(line) })
                    ) : (
                      <span className="gz-muted">{t("settings.asUsual")}</span>
                    )}
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {editing && cell && <ActionDialog line={editing} action={cell.action} onClose={() => setCell(null)} />}
      {detailed && <LineDrawer line={detailed} onClose={() => setOpened(null)} />}
    </div>
  );
}

interface ActionCellProps {
  line: Line;
  action: ActionKey;
  label: string;
  onOpen: (() => void) | null;
}

function ActionCell({ line, action, label, onOpen }: ActionCellProps) {
  const { t } = useTranslation();
  const granted = line.said.actions[action];
  const text = !granted ? "—" : granted.rows === null ? t("settings.all") : granted.rows_text;
  const kind = !granted ? "no" : granted.rows === null ? "all" : "some";
  const name = t("settings.cell", { table: label, what: t(`settings.${action}`) });
  return (
    <td>
      <button
        type="button"
        className="gz-plain-button gz-matrix-cell"
        data-kind={kind}
        title={granted?.rows ? granted.rows_text : undefined}
        aria-label={`${name} ${granted ? text : t("settings.notGranted")}`}
        disabled={!onOpen}
        onClick={() => onOpen?.()}
      >
        <span>{text}</span>
      </button>
    </td>
  );
}
