/** One level of rights in a table, with the role groups that have it. */
import { useDroppable } from "@dnd-kit/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isChoosable, type Level } from "./levels";

interface TableLaneProps {
  level: Level;
  count: number;
  /** Whether something is being dragged. */
  holding: boolean;
  children: ReactNode;
}

export function TableLane({ level, count, holding, children }: TableLaneProps) {
  const { t } = useTranslation();
  const { setNodeRef, isOver } = useDroppable({ id: `level:${level}`, disabled: !isChoosable(level) });
  return (
    <section
      ref={setNodeRef}
      id={`lane-level:${level}`}
      className="gz-board-lane"
      data-level={level}
      data-over={isOver}
      data-holding={holding && isChoosable(level)}
      aria-label={t(`settings.level_${level}`)}
    >
      <h3>
        {t(`settings.level_${level}`)} <span className="gz-muted gz-tabular">{count}</span>
      </h3>
      <p className="gz-muted">{t(`settings.level_${level}_hint`)}</p>
      {children}
    </section>
  );
}
