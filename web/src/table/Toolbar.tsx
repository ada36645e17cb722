/** The one toolbar of a table page; active buttons carry a count. */
import {
  BgColorsOutlined,
  ColumnHeightOutlined,
  EllipsisOutlined,
  EyeInvisibleOutlined,
  FilterOutlined,
  GroupOutlined,
  SearchOutlined,
  SettingOutlined,
  SortAscendingOutlined,
} from "@ant-design/icons";
import { Button, Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Table, View } from "../api/types";
import { useIsPhone } from "../app/viewport";
import type { Values } from "../fields";
import { FilterForm } from "../filter/FilterForm";
import { countOf } from "../filter/model";
import type { RowHeight } from "../grid";
import { levelsOf } from "../views/grouping";
import { ColorsForm } from "./ColorsForm";
import { FieldsForm } from "./FieldsForm";
import { GroupForm } from "./GroupForm";
import { hasLook, LookForm } from "./LookForm";
import { NewButton } from "./NewButton";
import { Panel } from "./Panel";
import { hiddenKeys, type PersonalControl } from "./personal";
import { SearchBox } from "./SearchBox";
import { SortForm } from "./SortForm";
import { sortKeysOf, sortTextOf } from "./sorting";
import { usePhonePanels } from "./usePhonePanels";
import type { TableStateControl } from "./useTableState";

export interface ToolbarProps {
  table: Table;
  view: View | null;
  control: TableStateControl;
  personal: PersonalControl;
  more: MenuProps["items"];
  onMore: (key: string) => void;
  onNew: ((values?: Values) => void) | null;
  /** A field whose filter was asked for at its heading. */
  filtering: { readonly field: string } | null;
  onFiltered: () => void;
}

const HEIGHTS: { height: RowHeight; label: "compact" | "normal" | "relaxed" | "tall" }[] = [
  { height: 24, label: "compact" },
  { height: 32, label: "normal" },
  { height: 40, label: "relaxed" },
  { height: 56, label: "tall" },
];

export function Toolbar({
  table,
  view,
  control,
  personal,
  more,
  onMore,
  onNew,
  filtering,
  onFiltered,
}: ToolbarProps) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const [searching, setSearching] = useState(false);
  const { state, change } = control;
  const isGrid = !view || view.type === "grid";
  const sort = sortKeysOf(state.sort);
  const hidden = hiddenKeys(table, view, personal.personal);
  const hiddenOfView = (view?.fields ?? []).filter((key) => hidden.has(key)).length;
  const panels = usePhonePanels(table, view, personal);
  const menu: NonNullable<MenuProps["items"]> = [
    ...(phone ? [...panels.items, { type: "divider" as const }] : []),
    ...(more ?? []),
  ];
  const label = t("table.searchIn", { table: table.label });

  return (
    <div className="gz-toolbar" role="toolbar" aria-label={table.label}>
      <Panel
        icon={<FilterOutlined aria-hidden />}
        label={t("table.filter")}
        count={countOf(state.filter)}
        note={view?.filter ? t("filter.ofView") : null}
        phone={phone}
        asked={filtering}
        onClosed={onFiltered}
      >
        <FilterForm
          table={table}
          condition={state.filter}
          onChange={(filter) => change({ filter }, true)}
          wanted={filtering?.field}
        />
      </Panel>
      {view?.type !== "pivot" && (
        <Panel
          icon={<SortAscendingOutlined aria-hidden />}
          label={t("table.sort")}
          count={sort.length}
          phone={phone}
        >
          <SortForm
            table={table}
            sort={state.sort === null ? sortKeysOf(view?.sort) : sort}
            onChange={(next) => change({ sort: sortTextOf(next) }, true)}
          />
        </Panel>
      )}
      {isGrid && !phone && (
        <Panel
          icon={<EyeInvisibleOutlined aria-hidden />}
          label={t("table.fields")}
          count={hiddenOfView}
          phone={phone}
        >
          <FieldsForm table={table} view={view} control={personal} />
        </Panel>
      )}
      {isGrid && !phone && (
        <Panel
          icon={<GroupOutlined aria-hidden />}
          label={t("table.group")}
          count={levelsOf(table, state.group).length}
          phone={phone}
        >
          <GroupForm
            table={table}
            group={state.group}
            onChange={(group) => change({ group }, true)}
            onFold={(closed) => personal.set({ folding: { closed, except: [] } })}
          />
        </Panel>
      )}
      {hasLook(view) && !phone && (
        <Panel icon={<SettingOutlined aria-hidden />} label={t("table.look")} count={0} phone={phone}>
          {(close) => <LookForm key={view.key} table={table} view={view} onClose={close} />}
        </Panel>
      )}
      {view && view.type !== "pivot" && !phone && (
        <Panel
          icon={<BgColorsOutlined aria-hidden />}
          label={t("table.colors")}
          count={view.settings.colors?.length ?? 0}
          phone={phone}
        >
          {(close) => <ColorsForm key={view.key} table={table} view={view} onClose={close} />}
        </Panel>
      )}
      {isGrid && !phone && (
        <Dropdown
          trigger={["click"]}
          menu={{
            selectedKeys: [String(personal.personal.rowHeight)],
            items: HEIGHTS.map(({ height, label: name }) => ({
              key: String(height),
              label: t(`table.${name}`),
            })),
            onClick: ({ key }) => personal.set({ rowHeight: Number(key) as RowHeight }),
          }}
        >
          <Button type="text" icon={<ColumnHeightOutlined aria-hidden />}>
            {t("table.rowHeight")}
          </Button>
        </Dropdown>
      )}
      <span className="gz-toolbar-gap" />
      {phone && !searching && !state.q ? (
        <Button
          type="text"
          icon={<SearchOutlined aria-hidden />}
          aria-label={label}
          onClick={() => setSearching(true)}
        />
      ) : (
        <SearchBox
          value={state.q}
          label={label}
          autoFocus={searching}
          onSearch={(q) => change({ q }, true)}
        />
      )}
      <Dropdown
        trigger={["click"]}
        menu={{ items: menu, onClick: ({ key }) => panels.act(key) || onMore(key) }}
      >
        <Button type="text" icon={<EllipsisOutlined aria-hidden />} aria-label={t("table.more")} />
      </Dropdown>
      {panels.drawer}
      {onNew && <NewButton table={table} onNew={onNew} />}
    </div>
  );
}
