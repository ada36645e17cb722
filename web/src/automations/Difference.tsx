/** How two versions of a definition differ, part by part: what is there only now, and only in the template's. */
import { useTranslation } from "react-i18next";
import type { AutomationDocument } from "./document";
import { nodesOf } from "./steps";
import { useWords } from "./useWords";

interface DifferenceProps {
  now: AutomationDocument;
  other: AutomationDocument | null;
}

interface Part {
  label: string;
  now: string;
  other: string;
}

export function Difference({ now, other }: DifferenceProps) {
  const { t, i18n } = useTranslation();
  const words = useWords();
  if (!other) return null;
  const locale = i18n.language === "en" ? "en" : "zh-CN";
  const steps = (one: AutomationDocument) =>
    nodesOf(one.do).map((node, at) => ({
      raw: JSON.stringify(one.do[at]),
      said: `${t(`automations.kinds.${node.kind}`)} ${words.step(one.table, node)}`,
    }));
  const parts: Part[] = [];
  const compare = (label: string, a: unknown, b: unknown, say: (of: AutomationDocument) => string) => {
    if (JSON.stringify(a) !== JSON.stringify(b)) parts.push({ label, now: say(now), other: say(other) });
  };
  compare(t("automations.name"), now.label, other.label, (of) => of.label[locale]);
  compare(
    t("automations.description"),
    now.description,
    other.description,
    (of) => of.description?.[locale] ?? "",
  );
  compare(t("automations.trigger"), now.trigger, other.trigger, (of) => words.trigger(of.table, of.trigger));
  compare(t("automations.condition"), now.if, other.if, (of) =>
    of.if ? words.condition(of.table, of.if) : "",
  );
  const [mine, theirs] = [steps(now), steps(other)];
  for (let at = 0; at < Math.max(mine.length, theirs.length); at += 1) {
    const [a, b] = [mine[at], theirs[at]];
    if (a?.raw === b?.raw) continue;
    const same = a?.said === b?.said;
    const shown = (one: typeof a) => (one ? (same ? `${one.said}\n${one.raw}` : one.said) : "");
    parts.push({ label: `${t("automations.steps")} ${at + 1}`, now: shown(a), other: shown(b) });
  }
  if (parts.length === 0) return <p className="gz-muted">{t("automations.noDifference")}</p>;
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
        {parts.map((part) => (
          <tr key={part.label}>
            <th scope="row">{part.label}</th>
            <td>{part.now || "–"}</td>
            <td>{part.other || "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
