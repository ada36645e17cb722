/** A list of people said in different ways: of which kind, and then whom. */
import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface KindListProps<One, Kind extends string> {
  items: readonly One[];
  /** Of the list; its entries are numbered after it. */
  label: string;
  kinds: readonly { value: Kind; label: string }[];
  kindOf: (one: One) => Kind;
  blank: (kind: Kind) => One;
  /** What is added first. */
  first: Kind;
  render: (one: One, put: (next: One) => void, label: string) => ReactNode;
  onChange: (items: One[]) => void;
}

export function KindList<One, Kind extends string>({
  items,
  label,
  kinds,
  kindOf,
  blank,
  first,
  render,
  onChange,
}: KindListProps<One, Kind>) {
  const { t } = useTranslation();
  return (
    <div className="gz-flow-values" role="group" aria-label={label}>
      {items.map((one, at) => {
        const name = `${label} ${at + 1}`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity but their place
          <div key={at} className="gz-flow-value">
            <div className="gz-flow-expression">
              <Select<Kind>
                className="gz-flow-source"
                aria-label={name}
                popupMatchSelectWidth={false}
                value={kindOf(one)}
                options={[...kinds]}
                onChange={(kind) => onChange(items.with(at, blank(kind)))}
              />
              <div className="gz-flow-said">
                {render(one, (next) => onChange(items.with(at, next)), name)}
              </div>
            </div>
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined aria-hidden />}
              aria-label={t("automations.removeValue", { field: name })}
              onClick={() => onChange(items.toSpliced(at, 1))}
            />
          </div>
        );
      })}
      <Button
        type="text"
        size="small"
        className="gz-flow-link"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => onChange([...items, blank(first)])}
      >
        {t("automations.addRecipient")}
      </Button>
    </div>
  );
}
