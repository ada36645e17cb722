/** When a body last came whose paths are offered; where none did, how to send one. */
import { ReloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { useSample } from "./useSample";

export function SampleHint() {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  const { paths, at, unsaved, fixed, fetching, again } = useSample();
  if (unsaved) return <p className="gz-muted gz-flow-hint">{t("automations.sampleUnsaved")}</p>;
  if (fixed) return <p className="gz-muted gz-flow-hint">{t("automations.sampleImport")}</p>;
  const count = paths.filter(({ type }) => type !== "object").length;
  return (
    <div className="gz-muted gz-flow-hint">
      {at ? (
        t("automations.sampleAt", { time: showInstant(at, display), count })
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
        loading={fetching}
        onClick={again}
      >
        {t("automations.sampleAgain")}
      </Button>
    </div>
  );
}
