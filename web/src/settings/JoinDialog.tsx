/** A member was dropped on a table's board: into which role group they go, or into a new one for this table alone. */
import { useQuery } from "@tanstack/react-query";
import { App, Modal, Radio, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { peopleQuery } from "../api/people";
import { sentence } from "../api/problem";
import { addRole, EVERYONE, moveMembers, rolesQuery, setRights } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { changeTo, isChoosable, levelOf } from "./levels";
import type { Line } from "./lines";
import type { Landing } from "./TableBoard";
import { useSettingsChanged } from "./useSettingsChanged";

interface JoinDialogProps {
  landing: Landing;
  lines: Line[];
  onClose: () => void;
}

const NEW = "";

export function JoinDialog({ landing: { member, level, role }, lines, onClose }: JoinDialogProps) {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const changed = useSettingsChanged();
  const person = useQuery(peopleQuery(ws)).data?.find((one) => one.id === member);
  const taken = new Set((useQuery(rolesQuery(ws)).data ?? []).map((one) => one.key));
  const held = new Set(person?.roles.map((one) => one.key));
  const there = lines.filter((line) => !line.admin && line.role !== EVERYONE && levelOf(line.said) === level);
  const open = there.filter((line) => !held.has(line.role));
  const [choice, setChoice] = useState<string>(role ?? open[0]?.role ?? NEW);
  const [busy, setBusy] = useState(false);
  const [line] = lines;
  if (!person || !line) return null;
  const levelName = t(`settings.level_${level}`);
  const newName = `${line.tableLabel} · ${levelName}`;

  const freeKey = () => {
    const base = `${line.table.slice(0, 28)}_${level}`;
    let key = base;
    for (let number = 2; taken.has(key); number++) key = `${base}_${number}`;
    return key;
  };
  const save = async () => {
    setBusy(true);
    try {
      let into = choice;
      if (choice === NEW && isChoosable(level)) {
        into = freeKey();
        await addRole(ws, { key: into, label: { [display.locale]: newName } });
        const nothing = { none: false, actions: {}, fields: {}, buttons: {}, views: {} };
        await setRights(ws, into, { tables: { [line.table]: changeTo(level, nothing) } });
      }
      await moveMembers(ws, into, [member], []);
      message.success(t("settings.membersSaved"));
      onClose();
    } catch (error) {
      message.error(sentence(error), 6);
      setBusy(false);
    }
    void changed();
  };
  return (
    <Modal
      open
      title={t("settings.boardJoin", { name: person.name, table: line.tableLabel, level: levelName })}
      okText={t("settings.save")}
      okButtonProps={{ disabled: held.has(choice) }}
      confirmLoading={busy}
      onOk={() => void save()}
      onCancel={onClose}
      width={480}
    >
      <Radio.Group
        className="gz-settings-choices"
        value={choice}
        onChange={({ target }) => setChoice(target.value as string)}
        options={[
          ...there.map((one) => ({
            value: one.role,
            disabled: held.has(one.role),
            label: (
              <>
                {t("settings.boardInto", { role: one.roleLabel })}{" "}
                {held.has(one.role) && <Tag>{t("settings.boardInside")}</Tag>}
                <span className="gz-muted gz-settings-about">{t("settings.boardIntoHint")}</span>
              </>
            ),
          })),
          {
            value: NEW,
            label: (
              <>
                {t("settings.boardNew", { name: newName })}
                <span className="gz-muted gz-settings-about">{t("settings.boardNewHint")}</span>
              </>
            ),
          },
        ]}
      />
      {level === "closed" && <p className="gz-muted">{t("settings.boardClosedHint")}</p>}
    </Modal>
  );
}
