/** Puts a record on another day where it cannot be dragged: on a phone, with the phone's own picker of days. */
import { Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

interface MoveDayProps {
  title: string;
  /** Of the date that is changed. */
  label: string;
  /** Where it is now, YYYY-MM-DD. */
  day: string;
  onMove: (day: string) => void;
  onCancel: () => void;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

export function MoveDay({ title, label, day, onMove, onCancel }: MoveDayProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(day);
  return (
    <Modal
      open
      title={title}
      width={320}
      okText={t("table.move")}
      okButtonProps={{ disabled: !DAY.test(chosen) || chosen === day }}
      cancelText={t("frame.cancel")}
      onOk={() => onMove(chosen)}
      onCancel={onCancel}
    >
      <Input
        type="date"
        aria-label={label}
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
      />
    </Modal>
  );
}
