/** What one role group may do with one table beyond the actions: fields, buttons, views, and closing the table. */
import { Button, Drawer, Input, Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";
import { FieldLimits } from "./FieldLimits";
import type { Line } from "./lines";
import { SaidSelect } from "./SaidSelect";
import { useSaveRights } from "./useSaveRights";

export function LineDrawer({ line, onClose }: { line: Line; onClose: () => void }) {
  const { member } = useWorkspace();
  const { t } = useTranslation();
  const { saveLine } = useSaveRights();
  const [reason, setReason] = useState("");
  const { said } = line;
  const save = (change: Parameters<typeof saveLine>[1]) => saveLine(line, change, reason);
  return (
    <Drawer open size={640} title={`${line.roleLabel} · ${line.tableLabel}`} onClose={onClose}>
      {member.admin && (
        <>
          <Input
            maxLength={500}
            placeholder={`${t("settings.reason")}：${t("settings.reasonHint")}`}
            aria-label={t("settings.reason")}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <div className="gz-settings-bar">
            <p className="gz-muted gz-settings-space">
              {t(said.none ? "settings.closed" : "settings.closeHint")}
            </p>
            {said.none ? (
              <Button onClick={() => void save({ none: false })}>{t("settings.open")}</Button>
            ) : (
              <Popconfirm
                title={t("settings.close")}
                okText={t("settings.none")}
                okButtonProps={{ danger: true }}
                onConfirm={() => save({ none: true })}
              >
                <Button danger>{t("settings.none")}</Button>
              </Popconfirm>
            )}
          </div>
        </>
      )}
      <FieldLimits line={line} save={save} />
      <section className="gz-settings-section">
        <h2>{t("settings.buttons")}</h2>
        <p className="gz-muted">
          {t(line.buttons.length > 0 ? "settings.buttonsHint" : "settings.noButtons")}
        </p>
        <ul className="gz-said">
          {line.buttons.map((one) => (
            <li key={one.key}>
              <span>
                {one.label}
                {said.buttons[one.key]?.rows && (
                  <span className="gz-muted gz-settings-about">
                    {t("settings.onRows", { rows: said.buttons[one.key]?.rows_text ?? "" })}
                  </span>
                )}
              </span>
              <SaidSelect
                label={one.label}
                said={said.buttons[one.key]?.allowed ?? null}
                onChange={(allowed) =>
                  save({
                    buttons: {
                      [one.key]:
                        allowed === null ? null : { allowed, rows: said.buttons[one.key]?.rows ?? null },
                    },
                  })
                }
              />
            </li>
          ))}
        </ul>
      </section>
      <section className="gz-settings-section">
        <h2>{t("settings.views")}</h2>
        <p className="gz-muted">{t(line.views.length > 0 ? "settings.viewsHint" : "settings.noViews")}</p>
        <ul className="gz-said">
          {line.views.map((one) => (
            <li key={one.key}>
              <span>{one.label}</span>
              <SaidSelect
                label={one.label}
                said={said.views[one.key]?.allowed ?? null}
                onChange={(allowed) => save({ views: { [one.key]: allowed === null ? null : { allowed } } })}
              />
            </li>
          ))}
        </ul>
      </section>
    </Drawer>
  );
}
