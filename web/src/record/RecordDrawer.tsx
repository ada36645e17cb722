/** The record beside its table: 720 px on the right, the whole screen on a phone. */
import { CloseOutlined } from "@ant-design/icons";
import { Button, Drawer } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Table } from "../api/types";
import { useIsPhone } from "../app/viewport";
import { useFocusBack } from "../ui/useFocusBack";
import { RecordActions } from "./RecordActions";
import { RecordView } from "./RecordView";

interface RecordDrawerProps {
  table: Table;
  /** Null closes the drawer. */
  id: number | null;
  onClose: () => void;
}

export function RecordDrawer({ table, id, onClose }: RecordDrawerProps) {
  useFocusBack();
  const { t } = useTranslation();
  const phone = useIsPhone();
  // The last record stays on screen while the drawer slides away.
  const [shown, setShown] = useState(id);
  useEffect(() => {
    if (id !== null) setShown(id);
  }, [id]);
  return (
    <Drawer
      open={id !== null}
      onClose={onClose}
      afterOpenChange={(open) => {
        if (!open) setShown(null);
      }}
      size={phone ? "100%" : 720}
      closable={false}
      title={null}
      aria-label={table.label}
      styles={{ body: { padding: 0 } }}
      mask={{ closable: true, enabled: phone }}
    >
      {shown !== null && (
        <RecordView
          table={table}
          id={shown}
          actions={(record, title) => (
            <>
              <RecordActions table={table} record={record} title={title} drawer onDeleted={onClose} />
              <Button
                type="text"
                icon={<CloseOutlined aria-hidden />}
                aria-label={t("record.close")}
                onClick={onClose}
              />
            </>
          )}
        />
      )}
    </Drawer>
  );
}
