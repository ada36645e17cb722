/** Picks a place in the body that came: one of the last body's, or any that is typed. */
import { Select } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isBodyPath } from "./bodyTests";
import { type PathOption, useBodyPaths } from "./useBodyPaths";

interface BodySelectProps {
  value: string;
  label: string;
  onChange: (path: string) => void;
}

const typedOption = (path: string): PathOption => ({ value: path, label: path, example: "" });

export function BodySelect({ value, label, onChange }: BodySelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  // what is typed and then left is meant, as in a field of text; the list's own search is emptied before the blur is told
  const left = useRef("");
  const known = useBodyPaths();
  const offered = [value, typed.trim()].filter(
    (path, place, all) =>
      isBodyPath(path) && all.indexOf(path) === place && !known.some((one) => one.value === path),
  );
  const search = (text: string) => {
    setTyped(text);
    if (text) left.current = text.trim();
  };
  const choose = (path: string) => {
    left.current = "";
    onChange(path);
  };
  return (
    <Select<string, PathOption>
      className="gz-flow-wide"
      aria-label={label}
      placeholder={t("automations.bodyPath")}
      showSearch={{ optionFilterProp: "label", onSearch: search }}
      popupMatchSelectWidth={false}
      notFoundContent={t("automations.bodyTyped")}
      value={value || undefined}
      options={[...offered.map(typedOption), ...known]}
      optionRender={({ data }) => (
        <span className="gz-flow-path">
          {data.label}
          {data.example && <span className="gz-muted">{data.example}</span>}
        </span>
      )}
      onChange={choose}
      onKeyDown={(event) => {
        if (event.key === "Escape" || event.key === "Backspace") left.current = "";
      }}
      onBlur={() => isBodyPath(left.current) && choose(left.current)}
    />
  );
}
