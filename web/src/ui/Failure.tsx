/** A failed load: the server's sentence and a way to try again. */
import { Button, Result } from "antd";
import { useTranslation } from "react-i18next";
import { Problem, sentence } from "../api/problem";
import { NotFound } from "./NotFound";

export function Failure({
  error,
  retry,
  page = false,
}: {
  error: unknown;
  retry: () => unknown;
  page?: boolean;
}) {
  const { t } = useTranslation();
  if (error instanceof Problem && error.status === 404) return <NotFound />;
  return (
    <div role="alert" style={{ padding: page ? 48 : 16 }}>
      <Result
        status="warning"
        title={t("frame.failed")}
        subTitle={sentence(error)}
        extra={<Button onClick={() => retry()}>{t("frame.retry")}</Button>}
      />
    </div>
  );
}
