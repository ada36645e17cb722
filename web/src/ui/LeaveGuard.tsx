/** Asks before unsaved changes are left behind. */
import { Modal } from "antd";
import { type RefObject, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";

interface LeaveGuardProps {
  dirty: boolean;
  /** Set where leaving is what was asked for. */
  leaving?: RefObject<boolean>;
  /** What would be lost, in one sentence. */
  hint: string;
}

export function LeaveGuard({ dirty, leaving, hint }: LeaveGuardProps) {
  const { t } = useTranslation();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      dirty && !leaving?.current && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => {
      if (!leaving?.current) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty, leaving]);
  return (
    <Modal
      open={blocker.state === "blocked"}
      title={t("frame.leaveTitle")}
      okText={t("frame.leave")}
      okButtonProps={{ danger: true }}
      cancelText={t("frame.stay")}
      onOk={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {hint}
    </Modal>
  );
}
