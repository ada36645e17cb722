/** Asks before unsaved changes are left behind. */
import { Modal } from "antd";
import { type RefObject, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";

interface LeaveGuardProps {
  dirty: boolean;
  /** Set where leaving is what was asked for. */
  leaving: RefObject<boolean>;
}

export function LeaveGuard({ dirty, leaving }: LeaveGuardProps) {
  const { t } = useTranslation();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      dirty && !leaving.current && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => {
      if (!leaving.current) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty, leaving]);
  return (
    <Modal
      open={blocker.state === "blocked"}
      title={t("automations.leaveTitle")}
      okText={t("automations.leave")}
      okButtonProps={{ danger: true }}
      cancelText={t("automations.stay")}
      onOk={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {t("automations.leaveHint")}
    </Modal>
  );
}
