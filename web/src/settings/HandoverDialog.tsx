/** Handing everything that a member holds to somebody else, after a look at what that is; one batch that can be undone. */
import { LockOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type HandedOver, handOver, handoverQuery, type Person } from "../api/people";
import { sentence } from "../api/problem";
import { rowsKey } from "../api/records";
import { membersQuery } from "../api/workspace";
import { announceTables } from "../api/writes";
import { pastAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { useOffer } from "../undo/useOffer";
import { useSettingsChanged } from "./useSettingsChanged";

export function HandoverDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const client = useQueryClient();
  const offer = useOffer(ws);
  const changed = useSettingsChanged();
  const held = useQuery(handoverQuery(ws, person.id));
  const others = (useQuery(membersQuery(ws)).data ?? []).filter(
    (one) => one.state === "active" && one.id !== person.id,
  );
  const [to, setTo] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const [done, setDone] = useState<HandedOver | null>(null);

  const act = async () => {
    if (to === null) {
      setProblem(t("settings.handOverChoose"));
      return;
    }
    setSaving(true);
    try {
      const answer = await handOver(ws, person.id, to);
      offer(t("settings.handedOver", { count: answer.rows }), answer.batch);
      announceTables(
        [...new Set(Object.keys(answer.moved).map((key) => key.split(".")[0] ?? key))],
        "settings",
      );
      await Promise.all([client.invalidateQueries({ queryKey: rowsKey(ws) }), changed()]);
      if (answer.kept_count > 0) setDone(answer);
      else onClose();
    } catch (error) {
      setProblem(sentence(error));
    }
    setSaving(false);
  };

  const nothing = held.data?.rows === 0;
  return (
    <Modal
      open
      title={t("settings.handOverTitle", { name: person.name })}
      okText={t(nothing || done ? "frame.close" : "settings.handOverAct")}
      confirmLoading={saving}
      onOk={() => (nothing || done ? onClose() : void act())}
      onCancel={onClose}
      {...(nothing || done ? { cancelButtonProps: { style: { display: "none" } } } : {})}
      width={480}
    >
      {held.isPending && <Waiting rows={4} />}
      {held.isError && <Failure error={held.error} retry={held.refetch} />}
      {nothing && !done && <p className="gz-muted">{t("settings.handOverNothing")}</p>}
      {held.data && !nothing && !done && (
        <>
          <ul className="gz-handover">
            {held.data.fields.map((one) => (
              <li key={one.field}>
                <span>
                  {one.table_label} <span className="gz-muted">{one.label}</span>
                </span>
                <span className="gz-tabular">
                  {one.locked > 0 && (
                    <span className="gz-muted">{t("settings.handOverLocked", { count: one.locked })} </span>
                  )}
                  {t("settings.handOverRows", { count: one.rows })}
                </span>
              </li>
            ))}
          </ul>
          <p className="gz-muted">{t("settings.handOverTotal", { count: held.data.rows })}</p>
          {held.data.locked > 0 && (
            <p>
              <LockOutlined aria-hidden /> {t("settings.handOverLockedTotal", { count: held.data.locked })}
            </p>
          )}
          <p className="gz-muted">{t("settings.handOverStays")}</p>
          <Form layout="vertical">
            <Form.Item
              label={t("settings.handOverTo")}
              htmlFor="gz-handover-to"
              validateStatus={problem ? "error" : ""}
              help={problem}
            >
              <Select
                id="gz-handover-to"
                value={to}
                placeholder={t("settings.handOverChoose")}
                showSearch={{ optionFilterProp: "label" }}
                options={others.map((one) => ({ value: one.id, label: one.name }))}
                onChange={(next) => {
                  setTo(next);
                  setProblem(null);
                }}
              />
            </Form.Item>
          </Form>
        </>
      )}
      {held.data && held.data.heads.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t("settings.handOverHeads", { names: held.data.heads.map((one) => one.label).join("、") })}
        />
      )}
      {done && (
        <>
          <p>{t("settings.handOverKept", { count: done.kept_count })}</p>
          <p className="gz-muted">
            {t("settings.handOverBack", { count: done.rows })}{" "}
            <Link to={pastAddress(ws, "changes")}>{t("settings.handOverPast")}</Link>
          </p>
          <ul className="gz-handover">
            {done.kept.map((one) => (
              <li key={`${one.table}:${one.id}`}>
                <span>
                  {tables.get(one.table)?.label ?? one.table} {one.label ?? `#${one.id}`}
                </span>
                <span className="gz-muted">{one.message}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}
