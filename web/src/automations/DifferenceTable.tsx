/** Two versions of a definition side by side: the parts that differ, in words; as they are written where the words are the same. */
import { useTranslation } from "react-i18next";

interface Part {
  key: string;
  label: string;
  text: string;
  /** As it stands in the definition. */
  raw: unknown;
}

interface DifferenceTableProps {
  now: readonly Part[];
  other: readonly Part[];
}

const written = (part: Part | undefined) => JSON.stringify(part?.raw) ?? "";

export function DifferenceTable({ now, other }: DifferenceTableProps) {
  const { t } = useTranslation();
  const theirs = new Map(other.map((part) => [part.key, part]));
  const own = new Map(now.map((part) => [part.key, part]));
  const keys = [...own.keys(), ...[...theirs.keys()].filter((key) => !own.has(key))];
  const differing = keys.filter((key) => written(own.get(key)) !== written(theirs.get(key)));
  if (differing.length === 0) return <p className="gz-muted">{t("automations.noDifference")}</p>;
  return (
    <table className="gz-flow-difference">
      <thead>
        <tr>
          <th />
          <th scope="col">{t("automations.nowVersion")}</th>
          <th scope="col">{t("automations.templateVersion")}</th>
        </tr>
      </thead>
      <tbody>
        {differing.map((key) => {
          const [a, b] = [own.get(key), theirs.get(key)];
          const shown = (one: Part | undefined) =>
            (one && a?.text === b?.text ? `${one.text}\n${written(one)}` : one?.text) || "–";
          return (
            <tr key={key}>
              <th scope="row">{(a ?? b)?.label}</th>
              <td>{shown(a)}</td>
              <td>{shown(b)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
