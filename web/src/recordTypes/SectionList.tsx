/** Sections of a page: each with a name in both languages and fields in an order; dragged, dropped, added. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { OrderedFields } from "../ui/OrderedFields";
import { SaidInput } from "../ui/SaidInput";
import { Sortable, SortableRow } from "../ui/Sortable";
import { nextSection, type SectionDraft } from "./draft";
import "./recordTypes.css";

interface SectionListProps {
  /** Said before the name of each section, where there are several lists. */
  scope: string;
  sections: SectionDraft[];
  /** The fields that a section has or may take. */
  offered: (section: SectionDraft) => readonly Field[];
  onChange: (sections: SectionDraft[]) => void;
}

export function SectionList({ scope, sections, offered, onChange }: SectionListProps) {
  const { t } = useTranslation();
  const put = (id: string, part: Partial<SectionDraft>) =>
    onChange(sections.map((section) => (section.id === id ? { ...section, ...part } : section)));
  return (
    <>
      <Sortable
        ids={sections.map((section) => section.id)}
        onOrder={(ids) => onChange(ids.flatMap((id) => sections.find((section) => section.id === id) ?? []))}
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
                id={`${scope}-${section.id}`}
                label={t("recordTypes.sectionName", { number: at + 1 })}
                placeholder={t("recordTypes.noSectionName")}
                maxLength={200}
                value={section.label}
                onChange={(label) => put(section.id, { label })}
              />
              <OrderedFields
                label={t("recordTypes.sectionFields", { number: at + 1 })}
                fields={offered(section)}
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
    </>
  );
}
