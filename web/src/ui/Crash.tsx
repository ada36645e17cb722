/** What stands where a page threw: never a white screen. A chunk that a new release replaced is loaded anew. */
import { Button, Result } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";

const RELOADED = "gezi.reloaded-at";

export function Crash() {
  const error = useRouteError();
  const { t } = useTranslation();
  const text = error instanceof Error ? error.message : String(error);
  const staleChunk = /dynamically imported module|Importing a module script failed/.test(text);

  useEffect(() => {
    if (!staleChunk) return;
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (performance.timeOrigin - last < 30_000) return;
    sessionStorage.setItem(RELOADED, String(performance.timeOrigin));
    window.location.reload();
  }, [staleChunk]);

  return (
    <div role="alert">
      <Result
        status="error"
        title={t("frame.crashed")}
        subTitle={
          <>
            {t("frame.crashedHint")}
            <br />
            <small>{text}</small>
          </>
        }
        extra={
          <Button type="primary" onClick={() => window.location.reload()}>
            {t("frame.reload")}
          </Button>
        }
      />
    </div>
  );
}
