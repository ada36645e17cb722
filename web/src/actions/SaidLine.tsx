/** A sentence in both languages; who writes only one means it for both. */
import { Input } from "antd";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";
import { renamed, type Said } from "../automations/document";
import { Line } from "../automations/Line";

interface SaidLineProps {
  label: string;
  hint?: string;
  placeholder?: string;
  said: Said | undefined;
  onChange: (said: Said) => void;
}

const NOTHING: Said = { "zh-CN": "", en: "" };

export function SaidLine({ label, hint, placeholder, said = NOTHING, onChange }: SaidLineProps) {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  const { locale } = display;
  return (
    <Line label={label} {...(hint ? { hint } : {})}>
      <div className="gz-said-texts">
        <Input
          aria-label={label}
          maxLength={200}
          {...(placeholder ? { placeholder } : {})}
          value={said[locale]}
          onChange={(event) => onChange(renamed(said, locale, event.target.value))}
        />
        {locale === "zh-CN" && (
          <Input
            aria-label={`${label} · ${t("actions.english")}`}
            maxLength={200}
            placeholder={t("actions.englishHint")}
            value={said.en === said["zh-CN"] ? "" : said.en}
            onChange={(event) => onChange({ ...said, en: event.target.value || said["zh-CN"] })}
          />
        )}
      </div>
    </Line>
  );
}
