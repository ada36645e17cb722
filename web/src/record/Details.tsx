/** The fields of a record in two columns by section; lines of a sub-table take the full width. */
import type { RecordWithRights, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { FieldRow } from "./FieldRow";
import { Lines } from "./Lines";
import type { PageSection } from "./layout";
import type { SaveFields } from "./useSaveField";

interface DetailsProps {
  table: Table;
  record: RecordWithRights;
  sections: PageSection[];
  save: SaveFields;
}

export function Details({ table, record, sections, save }: DetailsProps) {
  const { contextOf } = useWorkspace();
  const context = contextOf(table.key);
  return (
    <>
      {sections.map((section, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sections have no key and never move
        <section key={index} className="gz-section">
          {section.label && <h2>{section.label}</h2>}
          <div className="gz-section-fields">
            {section.fields.map((field) =>
              field.type === "subtable" ? (
                <Lines
                  key={field.key}
                  parent={table}
                  field={field}
                  record={record}
                  titled={section.label !== field.label}
                />
              ) : (
                <FieldRow
                  key={field.key}
                  table={table}
                  field={field}
                  record={record}
                  context={context}
                  save={save}
                />
              ),
            )}
          </div>
        </section>
      ))}
    </>
  );
}
