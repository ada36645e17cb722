/** What is dragged on the board of a table: a role group with its people, and a member. Both have a menu that does the same. */
import { MoreOutlined } from "@ant-design/icons";
import { useDraggable, useDroppable } from "@dnd-kit/core";
import { Button, Dropdown, type MenuProps } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Person } from "../api/people";
import type { Ref } from "../api/types";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { isChoosable, LEVELS, type Level, levelOf } from "./levels";
import type { Line } from "./lines";

interface RoleChipProps {
  line: Line;
  /** Null for newcomers, who are in no group. */
  members: Ref[] | null;
  takesMembers: boolean;
  onMove: ((level: Level) => void) | null;
}

export function RoleChip({ line, members, takesMembers, onMove }: RoleChipProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({
    id: `role:${line.role}`,
    disabled: !onMove,
    data: { lane: `level:${levelOf(line.said)}` },
  });
  const into = useDroppable({ id: `into:${line.role}`, disabled: !takesMembers || members === null });
  const view = line.said.actions.view;
  const edit = line.said.actions.edit;
  return (
    <article
      ref={into.setNodeRef}
      className="gz-board-role"
      data-over={into.isOver}
      data-dragging={isDragging}
    >
      <header>
        {onMove ? (
          <button
            type="button"
            ref={setNodeRef}
            {...listeners}
            aria-describedby={attributes["aria-describedby"]}
            className="gz-plain-button gz-board-name"
          >
            {line.roleLabel}
          </button>
        ) : (
          <span className="gz-board-name">{line.roleLabel}</span>
        )}
        {onMove && (
          <Dropdown trigger={["click"]} menu={{ items: levelItems(t, levelOf(line.said), onMove) }}>
            <Button
              type="text"
              size="small"
              icon={<MoreOutlined aria-hidden />}
              aria-label={t("settings.boardMove", { name: line.roleLabel })}
            />
          </Dropdown>
        )}
      </header>
      {levelOf(line.said) === "custom" && (
        <>
          {view && <Rows action={t("settings.view")} rows={view.rows_text} />}
          {edit && <Rows action={t("settings.edit")} rows={edit.rows_text} />}
        </>
      )}
      <p className="gz-board-members">
        {members === null
          ? t("settings.newcomersHint")
          : members.map((one) => one.label).join("、") || t("settings.roleMembers", { count: 0 })}
      </p>
      <Link to={settingsAddress(ws, "roles", line.role)}>{t("settings.boardAllTables")}</Link>
    </article>
  );
}

export function MemberChip({ person, onJoin }: { person: Person; onJoin: (level: Level) => void }) {
  const { t } = useTranslation();
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({ id: `member:${person.id}` });
  return (
    <li>
      <Dropdown trigger={["contextMenu"]} menu={{ items: levelItems(t, null, onJoin) }}>
        <button
          type="button"
          ref={setNodeRef}
          {...listeners}
          aria-describedby={attributes["aria-describedby"]}
          className="gz-plain-button gz-board-person"
          data-dragging={isDragging}
          title={person.roles.map((role) => role.label).join("、")}
        >
          {person.name}
        </button>
      </Dropdown>
      <Dropdown trigger={["click"]} menu={{ items: levelItems(t, null, onJoin) }}>
        <Button
          type="text"
          size="small"
          icon={<MoreOutlined aria-hidden />}
          aria-label={t("settings.boardMove", { name: person.name })}
        />
      </Dropdown>
    </li>
  );
}

function levelItems(
  t: TFunction,
  now: Level | null,
  onChoose: (level: Level) => void,
): NonNullable<MenuProps["items"]> {
  return LEVELS.filter((level) => isChoosable(level) && (now !== null || level !== "unsaid")).map(
    (level) => ({
      key: level,
      disabled: level === now,
      label: t(`settings.level_${level}`),
      onClick: () => onChoose(level),
    }),
  );
}

/** The rows of an action in words: three lines of them, the whole where one points; the matrix below says all. */
function Rows({ action, rows }: { action: string; rows: string | undefined }) {
  const { t } = useTranslation();
  const said = t("settings.boardRows", { action, rows: rows || t("settings.all") });
  return (
    <p className="gz-muted gz-board-rows" title={said}>
      {said}
    </p>
  );
}
