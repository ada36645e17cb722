/** The colour rules of a view: the first that holds paints the row, or one cell of it. Saved with the view. */
import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  DeleteOutlined,
  DownOutlined,
  PlusOutlined,
  RightOutlined,
} from "@ant-design/icons";
import { Button, Popover, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ColorRule, Condition, Table, View } from "../api/types";
import { colorClass, PALETTE, paletteColor } from "../fields";
import { FilterForm } from "../filter/FilterForm";
import { countOf } from "../filter/model";
import { FieldLabel } from "../ui/FieldLabel";
import { useSaveSettings } from "../views/useSaveSettings";
import "./colors.css";

interface ColorsFormProps {
  table: Table;
  view: View;
  onClose: () => void;
}

interface Draft {
  id: number;
  when: Condition | null;
  color: ColorRule["color"];
  field: string | null;
}

const MOST_RULES = 20;
const ROW = "\u0000";

const draftsOf = (rules: readonly ColorRule[]): Draft[] =>
  rules.map((rule, id) => ({ id, when: rule.when, color: rule.color, field: rule.field ?? null }));

const rulesOf = (drafts: readonly Draft[]): ColorRule[] =>
  drafts.flatMap(({ when, color, field }) => (when ? [{ when, color, ...(field ? { field } : {}) }] : []));

export function ColorsForm({ table, view, onClose }: ColorsFormProps) {
  const { t } = useTranslation();
  const { free, busy, save } = useSaveSettings(table, view);
  const saved = view.settings.colors ?? [];
  const [drafts, setDrafts] = useState(() => draftsOf(saved));
  const [open, setOpen] = useState<number | null>(drafts.length === 1 ? (drafts[0]?.id ?? null) : null);
  const rules = rulesOf(drafts);
  const changed = JSON.stringify(rules) !== JSON.stringify(saved);

  const put = (id: number, part: Partial<Draft>) =>
    setDrafts((old) => old.map((draft) => (draft.id === id ? { ...draft, ...part } : draft)));
  const swap = (index: number, other: number) =>
    setDrafts((old) => {
      const [a, b] = [old[index], old[other]];
      return a && b ? old.with(index, b).with(other, a) : old;
    });
  const add = () => {
    const id = 1 + Math.max(-1, ...drafts.map((draft) => draft.id));
    const unused = PALETTE.find((color) => color !== "gray" && !drafts.some((one) => one.color === color));
    setDrafts([...drafts, { id, when: null, color: unused ?? "blue", field: null }]);
    setOpen(id);
  };
  const keep = async () => {
    if (await save({ ...view.settings, colors: rules })) onClose();
  };

  return (
    <div className="gz-colors">
      <p className="gz-muted gz-popover-note">{t(drafts.length ? "table.colorsHint" : "table.noColors")}</p>
      <ol className="gz-color-rules">
        {drafts.map((draft, index) => (
          <li key={draft.id} className="gz-color-rule">
            <div className="gz-sort-line">
              <Swatch color={draft.color} onChange={(color) => put(draft.id, { color })} />
              <Select
                className="gz-sort-field"
                aria-label={t("table.paints")}
                showSearch={{ optionFilterProp: "text" }}
                value={draft.field ?? ROW}
                options={[
                  { value: ROW, text: t("table.wholeRow"), label: t("table.wholeRow") },
                  ...table.fields.map((field) => ({
                    value: field.key,
                    text: field.label,
                    label: <FieldLabel field={field} />,
                  })),
                ]}
                onChange={(key: string) => put(draft.id, { field: key === ROW ? null : key })}
              />
              <Button
                type="text"
                size="small"
                aria-expanded={open === draft.id}
                icon={open === draft.id ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
                onClick={() => setOpen(open === draft.id ? null : draft.id)}
              >
                {draft.when ? t("table.tests", { count: countOf(draft.when) }) : t("table.noTest")}
              </Button>
              <Button
                type="text"
                size="small"
                icon={<ArrowUpOutlined aria-hidden />}
                disabled={index === 0}
                aria-label={t("table.ruleUp", { rule: index + 1 })}
                onClick={() => swap(index, index - 1)}
              />
              <Button
                type="text"
                size="small"
                icon={<ArrowDownOutlined aria-hidden />}
                disabled={index === drafts.length - 1}
                aria-label={t("table.ruleDown", { rule: index + 1 })}
                onClick={() => swap(index, index + 1)}
              />
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined aria-hidden />}
                aria-label={t("table.ruleRemove", { rule: index + 1 })}
                onClick={() => setDrafts(drafts.filter((one) => one.id !== draft.id))}
              />
            </div>
            {open === draft.id && (
              <div className="gz-color-when">
                <FilterForm
                  table={table}
                  condition={draft.when}
                  pause={0}
                  onChange={(when) => put(draft.id, { when })}
                />
              </div>
            )}
          </li>
        ))}
      </ol>
      <div className="gz-fields-form-foot">
        <Button
          size="small"
          type="text"
          icon={<PlusOutlined aria-hidden />}
          disabled={drafts.length >= MOST_RULES}
          onClick={add}
        >
          {t("table.addColor")}
        </Button>
        <span className="gz-toolbar-gap" />
        <Button
          size="small"
          type="primary"
          disabled={!changed || rules.length < drafts.length}
          loading={busy}
          onClick={() => void keep()}
        >
          {t(free ? "table.saveColors" : "table.saveColorsOwn")}
        </Button>
      </div>
    </div>
  );
}

function Swatch({ color, onChange }: { color: string; onChange: (color: ColorRule["color"]) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const name = (one: string) => t(`table.color_${paletteColor(one)}`);
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="bottomLeft"
      content={
        <div className="gz-color-swatches" role="radiogroup" aria-label={t("table.color")}>
          {PALETTE.map((one) => (
            <button
              key={one}
              type="button"
              role="radio"
              aria-checked={one === color}
              aria-label={name(one)}
              title={name(one)}
              className={`gz-color-swatch ${colorClass(one)}`}
              onClick={() => {
                onChange(one);
                setOpen(false);
              }}
            />
          ))}
        </div>
      }
    >
      <button
        type="button"
        className={`gz-color-swatch ${colorClass(color)}`}
        aria-label={`${t("table.color")}：${name(color)}`}
      />
    </Popover>
  );
}
