/** Every change of the configuration, filtered, latest first; each opens to show what differs and may be taken back. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, DatePicker, Select } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ConfigEntry, type ConfigFilter, fetchConfigLog } from "../api/configLog";
import { settingsKey } from "../api/people";
import { membersQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";
import { instantOf } from "../fields/dates";
import { Nothing } from "../past/Nothing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { ConfigChange } from "./ConfigChange";
import { RevertDialog } from "./RevertDialog";
import "./configLog.css";

const NOTHING: ConfigFilter = { kind: null, table: null, by: null, since: null, until: null };

export function ConfigLog() {
  const { key: ws, tables, display } = useWorkspace();
  const { t } = useTranslation();
  const members = useQuery(membersQuery(ws)).data ?? [];
  const [filter, setFilter] = useState<ConfigFilter>(NOTHING);
  const [reverting, setReverting] = useState<ConfigEntry | null>(null);
  const found = useInfiniteQuery({
    queryKey: [...settingsKey(ws), "config-log", filter],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) => fetchConfigLog(ws, filter, pageParam, signal),
    getNextPageParam: (last) => last.next,
    placeholderData: (previous) => previous,
  });
  if (found.isPending) return <Waiting rows={8} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const entries = found.data.pages.flatMap((page) => page.entries);
  const set = (part: Partial<ConfigFilter>) => setFilter((now) => ({ ...now, ...part }));
  const days = (range: [Dayjs | null, Dayjs | null] | null) => {
    const [from, to] = range ?? [null, null];
    const start = (day: Dayjs | null) =>
      day ? instantOf(day.format("YYYY-MM-DD"), "00:00", display.timezone) : null;
    set({ since: start(from), until: start(to ? to.add(1, "day") : null) });
  };
  return (
    <>
      <div className="gz-config-filters">
        <Select
          aria-label={t("configLog.kind")}
          placeholder={t("configLog.allKinds")}
          allowClear
          value={filter.kind}
          onChange={(kind: string | undefined) => set({ kind: kind ?? null })}
          options={found.data.pages[0]?.kinds.map(({ key, label }) => ({ value: key, label }))}
        />
        <Select
          aria-label={t("configLog.table")}
          placeholder={t("configLog.allTables")}
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          value={filter.table}
          onChange={(table: string | undefined) => set({ table: table ?? null })}
          options={[...tables.values()].map(({ key, label }) => ({ value: key, label }))}
        />
        <Select
          aria-label={t("configLog.person")}
          placeholder={t("configLog.everybody")}
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          value={filter.by}
          onChange={(by: number | undefined) => set({ by: by ?? null })}
          options={members.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <DatePicker.RangePicker
          aria-label={t("configLog.time")}
          allowEmpty={[true, true]}
          onChange={(range) => days(range as [Dayjs | null, Dayjs | null] | null)}
        />
      </div>
      {entries.length === 0 ? (
        <Nothing title={t("configLog.nothing")} hint={t("configLog.nothingHint")} />
      ) : (
        <ul className="gz-log gz-config-log">
          {entries.map((entry) => (
            <ConfigChange key={entry.id} entry={entry} revert={() => setReverting(entry)} />
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t("settings.loadMore")}
        </Button>
      )}
      {reverting && <RevertDialog entry={reverting} close={() => setReverting(null)} />}
    </>
  );
}
