/** When a body last came whose paths are offered; where none did, how to send one. */
import { ReloadOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { sampleQuery } from "../api/automations";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { useBuilding } from "./building";

export function SampleHint() {
  const { key: ws, display } = useWorkspace();
  const { sampled } = useBuilding();
  const { t } = useTranslation();
  const sample = useQuery({ ...sampleQuery(ws, sampled ?? ""), enabled: sampled !== null });
  if (sampled === null) return <p className="gz-muted gz-flow-hint">{t("automations.sampleUnsaved")}</p>;
  const paths = (sample.data?.paths ?? []).filter(({ type }) => type !== "object");
  if (paths.length > 0 && sample.data?.at == null) return null;
  return (
    <div className="gz-muted gz-flow-hint">
      {sample.data?.at ? (
        t("automations.sampleAt", { time: showInstant(sample.data.at, display), count: paths.length })
      ) : (
        <>
          {t("automations.sampleNone")}
          <pre className="gz-flow-curl">
            {`curl -X POST ${t("automations.sampleAddress")} \\\n  -H 'Content-Type: application/json' \\\n  -d '{"order": {"total": 100}}'`}
          </pre>
          {t("automations.sampleSigned")}
        </>
      )}{" "}
      <Button
        type="link"
        size="small"
        className="gz-flow-link"
        icon={<ReloadOutlined aria-hidden />}
        loading={sample.isFetching}
        onClick={() => void sample.refetch()}
      >
        {t("automations.sampleAgain")}
      </Button>
    </div>
  );
}
