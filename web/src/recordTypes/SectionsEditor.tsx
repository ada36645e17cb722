/** What the page and the form of a type show, in sections; or as the table has it. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Alert, Button, Radio } from "antd";
import { useTranslation } from "react-i18next";
import type { Table } from "../api/types";
import { isSystem } from "../record/layout";
import { OrderedFields } from "../ui/OrderedFields";
import { SaidInput } from "../ui/SaidInput";
import { Sortable, SortableRow } from "../ui/Sortable";
import { nextSection, type SectionDraft } from "./draft";

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
  const put = (id: string, part: Partial<SectionDraft>) =>
    onChange(sections.map((section) => (section.id === id ? { ...section, ...part } : section)));
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
          <Sortable
            ids={sections.map((section) => section.id)}
            onOrder={(ids) =>
              onChange(ids.flatMap((id) => sections.find((section) => section.id === id) ?? []))
            }
          >
            {sections.map((section, at) => (
              <SortableRow
                key={section.id}
                id={section.id}
                className="gz-section-draft"
                label={t("recordTypes.moveSection", { number: at + 1 })}
              >
                <div className="gz-section-parts">
                  <SaidInput
                    id={`section-${section.id}`}
                    label={t("recordTypes.sectionName", { number: at + 1 })}
                    placeholder={t("recordTypes.noSectionName")}
                    maxLength={200}
                    value={section.label}
                    onChange={(label) => put(section.id, { label })}
                  />
                  <OrderedFields
                    label={t("recordTypes.sectionFields", { number: at + 1 })}
                    fields={fields.filter(
                      (field) => section.fields.includes(field.key) || !placed.includes(field.key),
                    )}
                    keys={section.fields}
                    onChange={(keys) => put(section.id, { fields: keys })}
                  />
                </div>
                <Button
                  type="text"
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={t("recordTypes.dropSection", { number: at + 1 })}
                  onClick={() => onChange(sections.filter((one) => one.id !== section.id))}
                />
              </SortableRow>
            ))}
          </Sortable>
          <Button
            type="dashed"
            icon={<PlusOutlined aria-hidden />}
            onClick={() => onChange([...sections, nextSection()])}
          >
            {t("recordTypes.addSection")}
          </Button>
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
