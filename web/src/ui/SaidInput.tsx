/** A text in both languages, Chinese first. */
import { Input } from "antd";
import type { Labels } from "../fields";
import "./inputs.css";

export type Said = Partial<Labels>;

const LANGUAGES = [
  { locale: "zh-CN", name: "中文" },
  { locale: "en", name: "EN" },
] as const;

interface SaidInputProps {
  id: string;
  label: string;
  value: Said;
  onChange: (said: Said) => void;
  maxLength: number;
  /** Several lines. */
  long?: boolean;
  placeholder?: string;
  status?: "error";
}

export function SaidInput({
  id,
  label,
  value,
  onChange,
  maxLength,
  long,
  placeholder,
  status,
}: SaidInputProps) {
  return (
    <div className="gz-said-input" role="group" aria-label={label}>
      {LANGUAGES.map(({ locale, name }, at) => {
        const own = {
          id: at === 0 ? id : `${id}-${locale}`,
          value: value[locale] ?? "",
          maxLength,
          "aria-label": `${label} ${name}`,
          ...(at === 0 && placeholder ? { placeholder } : {}),
          ...(status ? { status } : {}),
          onChange: (event: { target: { value: string } }) => {
            const { [locale]: _, ...rest } = value;
            onChange(event.target.value === "" ? rest : { ...rest, [locale]: event.target.value });
          },
        };
        return (
          <div key={locale} className="gz-said-line">
            <span className="gz-muted">{name}</span>
            {long ? <Input.TextArea {...own} autoSize={{ minRows: 2, maxRows: 8 }} /> : <Input {...own} />}
          </div>
        );
      })}
    </div>
  );
}

/** Both languages: what is said in one alone stands for the other; null where nothing is said. */
export function bothOf(said: Said): Labels | null {
  const zh = said["zh-CN"]?.trim();
  const en = said.en?.trim();
  if (!zh && !en) return null;
  return { "zh-CN": zh || en || "", en: en || zh || "" };
}
