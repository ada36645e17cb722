/** Deleted records: found, ticked, brought back with what they owned. */
import { SearchOutlined } from "@ant-design/icons";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Input, Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { fetchTrash, type Needed, restoreRecords, type TrashItem } from "../api/batches";
import { Problem, sentence } from "../api/problem";
import { rowsKey } from "../api/records";
import { announceTables } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { useUndo } from "../undo/useUndo";
import { Nothing } from "./Nothing";

const keyOf = (item: { table: string; id: number }) => `${item.table}:${item.id}`;

export function Trash() {
  const { key: ws, tables, display } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const { tell } = useUndo(ws);
  const [table, setTable] = useState<string | null>(null);
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const found = useInfiniteQuery({
    queryKey: [...rowsKey(ws), "trash", table, q],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => fetchTrash(ws, { table, q, cursor: pageParam }, signal),
    getNextPageParam: (last) => last.next,
    placeholderData: (old) => old,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const ticked = items.filter((item) => chosen.has(keyOf(item)));

  /** Offers to bring along what they cannot do without. */
  const offerNeeded = (wanted: readonly TrashItem[], needs: readonly Needed[]) =>
    modal.confirm({
      title: t("past.needTitle", { count: needs.length }),
      content: (
        <>
          <p>{t("past.needHint")}</p>
          <ul className="gz-past-needs">
            {needs.map((one) => (
              <li key={keyOf(one)}>
                {one.label || t("record.untitled")}
                <span className="gz-past-kind">{tables.get(one.table)?.label ?? one.table}</span>
              </li>
            ))}
          </ul>
        </>
      ),
      okText: t("past.restoreAlong", { count: wanted.length + needs.length }),
      cancelText: t("frame.cancel"),
      onOk: () => restore(wanted, true),
    });
  const restore = async (wanted: readonly TrashItem[], needed = false) => {
    setBusy(true);
    try {
      const done = await restoreRecords(
        ws,
        wanted.map(({ table, id }) => ({ table, id })),
        needed,
      );
      setChosen(new Set());
      announceTables(done.tables, "undo");
      await client.invalidateQueries({ queryKey: rowsKey(ws) });
      tell(done, t("past.restored"));
    } catch (error) {
      const needs =
        error instanceof Problem ? (error.beside("needs") as readonly Needed[] | undefined) : undefined;
      if (needs) offerNeeded(wanted, needs);
      else message.error(sentence(error), 6);
    } finally {
      setBusy(false);
    }
  };
  const toggle = (item: TrashItem) => {
    const next = new Set(chosen);
    if (!next.delete(keyOf(item))) next.add(keyOf(item));
    setChosen(next);
  };

  if (found.isPending) return <Waiting rows={8} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const narrowed = q !== "" || table !== null;
  return (
    <>
      <div className="gz-past-bar">
        <Input
          allowClear
          prefix={<SearchOutlined aria-hidden style={{ color: "var(--gz-text-3)" }} />}
          className="gz-past-search"
          placeholder={t("past.searchTrash")}
          aria-label={t("past.searchTrash")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Select
          allowClear
          className="gz-past-table"
          placeholder={t("past.allTables")}
          aria-label={t("past.allTables")}
          value={table}
          onChange={(next) => setTable(next ?? null)}
          showSearch={{ optionFilterProp: "label" }}
          options={[...tables.values()].map((one) => ({ value: one.key, label: one.label }))}
        />
        {ticked.length > 0 && (
          <Button type="primary" loading={busy} onClick={() => restore(ticked)}>
            {t("past.restoreSome", { count: ticked.length })}
          </Button>
        )}
      </div>
      {items.length === 0 && (
        <Nothing
          title={t(narrowed ? "past.trashNotFound" : "past.trashEmpty")}
          hint={t(narrowed ? "table.noneHint" : "past.trashEmptyHint")}
        />
      )}
      <ul className="gz-past-list">
        {items.map((item) => (
          <li key={keyOf(item)}>
            <Checkbox
              aria-label={t("past.choose", { name: item.label })}
              disabled={!item.restorable}
              checked={chosen.has(keyOf(item))}
              onChange={() => toggle(item)}
            />
            <div className="gz-past-what">
              <span>
                {item.label || t("record.untitled")}
                <span className="gz-past-kind">{tables.get(item.table)?.label ?? item.table}</span>
              </span>
              <span className="gz-past-meta gz-muted">
                <time className="gz-tabular" dateTime={item.deleted_at}>
                  {showInstant(item.deleted_at, display)}
                </time>
                <span>{t("past.deletedBy", { name: item.deleted_by?.label ?? t("record.system") })}</span>
              </span>
            </div>
            {item.restorable ? (
              <Button size="small" disabled={busy} onClick={() => restore([item])}>
                {t("past.restore")}
              </Button>
            ) : (
              <span className="gz-muted">{t("past.noRight")}</span>
            )}
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t("table.loadMore")}
        </Button>
      )}
    </>
  );
}
