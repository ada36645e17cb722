/** The ways of a branch: the first whose condition holds is taken. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useBuilding } from "./building";
import { ConditionEditor } from "./ConditionEditor";
import { Problems } from "./Problems";
import { StepList } from "./StepList";
import { newWay, type Way } from "./steps";

interface WaysProps {
  ways: Way[];
  table: string;
  looped: boolean;
  number: string;
  onChange: (ways: Way[]) => void;
}

const MOST = 20;

export function Ways({ ways, table, looped, number, onChange }: WaysProps) {
  const { t } = useTranslation();
  const { problemsAt } = useBuilding();
  return (
    <div className="gz-flow-ways">
      {ways.map((way, at) => {
        const label = t("automations.way", { number: `${number}.${at + 1}` });
        return (
          <section key={way.id} className="gz-flow-way" aria-label={label}>
            <header>
              <strong>{label}</strong>
              {way.when === null && <span className="gz-muted">{t("automations.wayAlways")}</span>}
              <span className="gz-settings-space" />
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined aria-hidden />}
                aria-label={t("automations.removeWay", { number: `${number}.${at + 1}` })}
                disabled={ways.length === 1}
                onClick={() => onChange(ways.toSpliced(at, 1))}
              />
            </header>
            <Problems sentences={problemsAt(way.id)} />
            <ConditionEditor
              id={`${way.id}.when`}
              table={table}
              condition={way.when}
              body={looped ? "beside" : "alone"}
              add={t("automations.addCondition")}
              onChange={(when) => onChange(ways.with(at, { ...way, when }))}
            />
            <StepList
              owner={way.id}
              steps={way.steps}
              table={table}
              looped={looped}
              prefix={`${number}.${at + 1}.`}
            />
          </section>
        );
      })}
      {ways.length < MOST && (
        <Button
          type="text"
          size="small"
          icon={<PlusOutlined aria-hidden />}
          onClick={() => onChange([...ways, newWay()])}
        >
          {t("automations.addWay")}
        </Button>
      )}
    </div>
  );
}
