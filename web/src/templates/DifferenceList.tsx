/** Differences between templates: what of which thing, how it is here, how the other side has it, and where asked which stands. */
import { Radio, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Difference, Side } from "../api/templates";

interface DifferenceListProps {
  differences: readonly Difference[];
  /** Headings of the two sides. */
  now: string;
  then: string;
  /** Which side was chosen, by the name of the difference. */
  choices?: Readonly<Record<string, Side>>;
  onChoose?: (name: string, side: Side) => void;
  /** What stands while nobody chooses. */
  usual?: Side;
}

export function DifferenceList(props: DifferenceListProps) {
  const { differences, now, then, choices, onChoose, usual } = props;
  const { t } = useTranslation();
  return (
    <ul className="gz-differences">
      {differences.map((each) => (
        <li key={each.name}>
          <div className="gz-difference-what">
            <Tag>{each.kind_label}</Tag>
            <span>
              {each.label}
              {each.part && <span className="gz-muted"> · {each.part}</span>}
            </span>
          </div>
          {each.part !== null && (
            <dl className="gz-difference-sides">
              <div>
                <dt className="gz-muted">{now}</dt>
                <dd>{each.mine ?? t("templates.empty")}</dd>
              </div>
              <div>
                <dt className="gz-muted">{then}</dt>
                <dd>{each.theirs ?? t("templates.empty")}</dd>
              </div>
            </dl>
          )}
          {onChoose && each.open && (
            <Radio.Group
              size="small"
              optionType="button"
              aria-label={t("templates.choose", { label: each.label })}
              value={choices?.[each.name] ?? usual ?? null}
              options={[
                { value: "mine", label: t("templates.keepMine") },
                { value: "theirs", label: t("templates.takeTheirs") },
              ]}
              onChange={(event) => onChoose(each.name, event.target.value as Side)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
