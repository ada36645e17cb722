/** What the page and the form of a type show, in sections; or as the table has it. */
import { Alert, Radio } from "antd";
import { useTranslation } from "react-i18next";
import type { Table } from "../api/types";
import { isSystem } from "../record/layout";
import { nextSection, type SectionDraft } from "./draft";
import { SectionList } from "./SectionList";

interface SectionsEditorProps {
  table: Table;
  /** The field that tells types apart: always shown. */
  kind: string;
  sections: SectionDraft[];
  onChange: (sections: SectionDraft[]) => void;
}

export function SectionsEditor({ table, kind, sections, onChange }: SectionsEditorProps) {
  const { t } = useTranslation();
  const own = sections.length > 0;
  const fields = table.fields.filter((field) => !isSystem(field));
  const placed = sections.flatMap((section) => section.fields);
  const begin = () => onChange([nextSection(fields.map((field) => field.key))]);
  const lost = own
    ? fields.filter((field) => field.required && field.key !== kind && !placed.includes(field.key))
    : [];
  return (
    <div className="gz-sections">
      <Radio.Group
        aria-label={t("recordTypes.page")}
        value={own}
        onChange={(event) => (event.target.value ? begin() : onChange([]))}
        options={[
          { value: false, label: t("recordTypes.pageOfTable") },
          { value: true, label: t("recordTypes.pageOwn") },
        ]}
      />
      {own && (
        <>
          <SectionList
            scope="type"
            sections={sections}
            onChange={onChange}
            offered={(section) =>
              fields.filter((field) => section.fields.includes(field.key) || !placed.includes(field.key))
            }
          />
          <p className="gz-muted">{t("recordTypes.sectionsHint")}</p>
          {lost.length > 0 && (
            <Alert
              type="warning"
              showIcon
              title={t("recordTypes.lostFields", { fields: lost.map((field) => field.label).join("、") })}
            />
          )}
        </>
      )}
    </div>
  );
}
