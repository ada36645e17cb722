/** Who may do how much with one table: role groups in lanes, dragged from one to another; members dragged onto either. */
import { DndContext, type DragEndEvent, DragOverlay, pointerWithin } from "@dnd-kit/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { peopleQuery } from "../api/people";
import { EVERYONE, rolesQuery } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { useBoardSensors } from "../kanban/drag";
import { JoinDialog } from "./JoinDialog";
import { LevelDialog } from "./LevelDialog";
import { type Choosable, isChoosable, LEVELS, type Level, levelOf } from "./levels";
import type { Line } from "./lines";
import { MemberChip, RoleChip } from "./TableChips";
import { TableLane } from "./TableLane";
import "./board.css";

/** Where a member was dropped: on a role group, or beside them in a lane. */
export interface Landing {
  member: number;
  level: Level;
  role: string | null;
}

export function TableBoard({ lines }: { lines: Line[] }) {
  const { key: ws, member: me } = useWorkspace();
  const { t } = useTranslation();
  const roles = useQuery(rolesQuery(ws)).data ?? [];
  const people = (useQuery(peopleQuery(ws)).data ?? []).filter((one) => one.state === "active");
  const [held, setHeld] = useState<string | null>(null);
  const [moving, setMoving] = useState<{ line: Line; level: Choosable } | null>(null);
  const [joining, setJoining] = useState<Landing | null>(null);
  const sensors = useBoardSensors();
  const membersOf = (key: string) => roles.find((one) => one.key === key)?.members ?? [];
  const lineOf = (id: string) => lines.find((line) => `role:${line.role}` === id);

  const move = (line: Line, level: Level) => {
    if (isChoosable(level) && level !== levelOf(line.said)) setMoving({ line, level });
  };
  const drop = ({ active, over }: DragEndEvent) => {
    setHeld(null);
    if (!over) return;
    const [kind, rest] = split(String(over.id));
    const onto = kind === "into" ? lines.find((line) => line.role === rest) : undefined;
    const level = onto ? levelOf(onto.said) : (rest as Level);
    const line = lineOf(String(active.id));
    if (line) move(line, level);
    else setJoining({ member: Number(split(String(active.id))[1]), level, role: onto?.role ?? null });
  };

  const heldLine = held ? lineOf(held) : undefined;
  const heldPerson = held ? people.find((one) => `member:${one.id}` === held) : undefined;
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      onDragStart={({ active }) => setHeld(String(active.id))}
      onDragCancel={() => setHeld(null)}
      onDragEnd={drop}
    >
      {me.admin && (
        <section className="gz-board-people" aria-label={t("settings.members")}>
          <span className="gz-muted">{t("settings.boardHint")}</span>
          <ul>
            {people.map((one) => (
              <MemberChip
                key={one.id}
                person={one}
                onJoin={(level) => setJoining({ member: one.id, level, role: null })}
              />
            ))}
          </ul>
        </section>
      )}
      <div className="gz-board">
        {LEVELS.map((level) => {
          const here = lines.filter((line) => !line.admin && levelOf(line.said) === level);
          return (
            <TableLane key={level} level={level} count={here.length} holding={held !== null}>
              {here.map((line) => (
                <RoleChip
                  key={line.role}
                  line={line}
                  members={line.role === EVERYONE ? null : membersOf(line.role)}
                  takesMembers={heldPerson !== undefined}
                  onMove={me.admin ? (to) => move(line, to) : null}
                />
              ))}
            </TableLane>
          );
        })}
      </div>
      <p className="gz-muted">
        {t("settings.boardAdmins", {
          names: lines
            .filter((line) => line.admin)
            .map((line) => line.roleLabel)
            .join("、"),
        })}
      </p>
      <DragOverlay dropAnimation={null}>
        {held && <div className="gz-board-held">{heldLine?.roleLabel ?? heldPerson?.name}</div>}
      </DragOverlay>
      {moving && <LevelDialog {...moving} onClose={() => setMoving(null)} />}
      {joining && <JoinDialog landing={joining} lines={lines} onClose={() => setJoining(null)} />}
    </DndContext>
  );
}

const split = (id: string): [string, string] => {
  const at = id.indexOf(":");
  return [id.slice(0, at), id.slice(at + 1)];
};
