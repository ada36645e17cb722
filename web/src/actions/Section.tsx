/** A part of a definition on screen: its heading, what is wrong with it, and a card with its settings. */
import type { ReactNode } from "react";
import { Problems } from "../automations/Problems";

interface SectionProps {
  title: string;
  hint?: string;
  problems?: readonly string[];
  children: ReactNode;
}

export function Section({ title, hint, problems = [], children }: SectionProps) {
  return (
    <section className="gz-flow-part" aria-label={title}>
      <h2>{title}</h2>
      <div className="gz-flow-card">
        {hint && <p className="gz-muted gz-flow-hint">{hint}</p>}
        <Problems sentences={problems} />
        {children}
      </div>
    </section>
  );
}
