/** Small marks that stand for values: option chips, people, references. Plain spans: they live in cells by the thousand. */

import { colorClass, colorOfName } from "./palette";
import { say } from "./say";
import type { FieldOption, Locale, Reference } from "./schema";

export function Chip({ option, dot }: { option: FieldOption; dot?: boolean }) {
  return (
    <span className={`gz-chip ${colorClass(option.color)}${option.archived ? " gz-chip-old" : ""}`}>
      {dot ? <span className="gz-chip-dot" /> : null}
      {option.label}
    </span>
  );
}

/** What an avatar shows: the last sign of a Chinese name, the initials of another. */
export function initials(name: string): string {
  const plain = name.trim();
  if (/[\u3400-\u9fff]/.test(plain)) return plain.slice(-1);
  const words = plain.split(/\s+/);
  return ((words[0]?.[0] ?? "") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")).toUpperCase();
}

export function Person({ member }: { member: Reference }) {
  return (
    <span className="gz-person">
      <span className={`gz-avatar ${colorClass(colorOfName(member.label))}`} aria-hidden="true">
        {initials(member.label)}
      </span>
      <span className="gz-person-name">{member.label}</span>
    </span>
  );
}

/** A related record. One that is called by its number has no name, or its reader may not view it: its tip says so. */
export function ReferenceChip({ reference, locale }: { reference: Reference; locale: Locale }) {
  const number = `#${reference.id}`;
  const named = reference.label && reference.label !== number;
  if (named) return <span className="gz-ref">{reference.label}</span>;
  return (
    <span
      className="gz-ref gz-muted"
      title={say(locale, "未命名，或您无权查看", "Without a name, or not for you to view")}
    >
      {say(locale, "编号", "No.")} {reference.id}
    </span>
  );
}
