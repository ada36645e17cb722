/** The layout of a table while it is edited, and its way to and from the table. Pure. */
import type { WrittenLayout } from "../api/schema";
import type { Field, Table } from "../api/types";
import { isWritable } from "../fields";
import { isSystem } from "../record/layout";
import { nextSection, type SectionDraft } from "../recordTypes/draft";
import type { Said } from "../ui/SaidInput";

export interface TabDraft {
  key: string;
  label: Said;
  hidden: boolean;
  sections: SectionDraft[];
}

export interface LayoutDraft {
  header: string[];
  tabs: TabDraft[];
}

/** What a table has; null where its page shows every field. */
export function draftOf(table: Table): LayoutDraft | null {
  if (table.layout.tabs.length === 0) return null;
  return {
    header: table.layout.header,
    tabs: table.layout.tabs.map((tab) => ({
      key: tab.key,
      label: tab.labels ?? {},
      hidden: tab.hidden ?? false,
      sections: tab.sections.map((section) => ({
        ...nextSection(section.fields),
        label: section.labels ?? {},
      })),
    })),
  };
}

/** A tab that is not there yet. */
export function nextTab(tabs: readonly TabDraft[], label: Said, fields: string[] = []): TabDraft {
  const taken = new Set(tabs.map((tab) => tab.key));
  let number = tabs.length + 1;
  while (taken.has(`tab_${number}`)) number += 1;
  return { key: `tab_${number}`, label, hidden: false, sections: [nextSection(fields)] };
}

/** One tab with every field: where arranging begins. */
export const begun = (table: Table, label: Said): LayoutDraft => ({
  header: table.layout.header,
  tabs: [
    nextTab(
      [],
      label,
      table.fields.filter((field) => !isSystem(field)).map((field) => field.key),
    ),
  ],
});

/** The tabs with one as it is now. A field lies in one place: the section that takes it in has it alone. */
export function withTab(tabs: readonly TabDraft[], after: TabDraft): TabDraft[] {
  const old = new Map(
    tabs.flatMap((tab) => tab.sections.map((one) => [one.id, new Set(one.fields)] as const)),
  );
  const came = (section: SectionDraft, key: string) => !old.get(section.id)?.has(key);
  const taken = new Set(
    after.sections.flatMap((section) => section.fields.filter((key) => came(section, key))),
  );
  return tabs
    .map((tab) => (tab.key === after.key ? after : tab))
    .map((tab) => ({
      ...tab,
      sections: tab.sections.map((section) => ({
        ...section,
        fields: section.fields.filter((key) => came(section, key) || !taken.has(key)),
      })),
    }));
}

export const written = (draft: LayoutDraft): WrittenLayout => ({
  header: draft.header,
  tabs: draft.tabs.map((tab) => ({
    key: tab.key,
    label: tab.label,
    hidden: tab.hidden,
    sections: tab.sections
      .filter((section) => section.fields.length > 0)
      .map(({ label, fields }) => (label["zh-CN"] || label.en ? { label, fields } : { fields })),
  })),
});

/** Required fields without a default that lie on hidden tabs: nobody could make a record on screen (S96). */
export function unfillable(table: Table, draft: LayoutDraft): Field[] {
  const hidden = new Set(
    draft.tabs.filter((tab) => tab.hidden).flatMap((tab) => tab.sections.flatMap((one) => one.fields)),
  );
  return table.fields.filter(
    (field) =>
      hidden.has(field.key) &&
      field.required &&
      !field.default &&
      isWritable(field) &&
      field.key !== table.record_types?.field,
  );
}
