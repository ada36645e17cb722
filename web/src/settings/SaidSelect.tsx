/** Nothing said, allowed, or not allowed. */
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../app/workspace";

interface SaidSelectProps {
  label: string;
  /** Null: nothing is said. */
  said: boolean | null;
  onChange: (said: boolean | null) => Promise<boolean>;
}

type Word = "usual" | "yes" | "no";

export function SaidSelect({ label, said, onChange }: SaidSelectProps) {
  const { member } = useWorkspace();
  const { t } = useTranslation();
  const value: Word = said === null ? "usual" : said ? "yes" : "no";
  return (
    <Select<Word>
      className="gz-said-select"
      aria-label={label}
      disabled={!member.admin}
      value={value}
      onChange={(next) => void onChange(next === "usual" ? null : next === "yes")}
      options={[
        { value: "usual", label: t("settings.asUsual") },
        { value: "yes", label: t("settings.allowed") },
        { value: "no", label: t("settings.forbidden") },
      ]}
    />
  );
}
