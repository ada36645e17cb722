/** A skeleton that appears only when waiting takes longer than 150 ms. */
import { Skeleton } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const PATIENCE_MS = 150;

export function useLate(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return late;
}

export function Waiting({ page = false, rows = 6 }: { page?: boolean; rows?: number }) {
  const late = useLate();
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("frame.loading")} style={{ padding: page ? 32 : 16 }}>
      {late && <Skeleton active title={page} paragraph={{ rows }} />}
    </div>
  );
}
