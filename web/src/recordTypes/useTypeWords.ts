/** What a record type asks for, in sentences. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Table, WrittenType } from "../api/types";
import { useWorkspace } from "../app/workspace";

export function useTypeWords(table: Table, roles: readonly { key: string; label: string }[]) {
  const { t } = useTranslation();
  const { display } = useWorkspace();
  const { locale } = display;
  return useCallback(
    (type: WrittenType | undefined): string[] => {
      if (!type) return [];
      const list = (parts: readonly string[]) => parts.join(locale === "en" ? ", " : "、");
      const label = (key: string) => table.fields.find((field) => field.key === key)?.label ?? key;
      const lines: string[] = [];
      if (type.required?.length)
        lines.push(t("recordTypes.saysRequired", { fields: list(type.required.map(label)) }));
      for (const [key, left] of Object.entries(type.options ?? {})) {
        const options = table.fields.find((field) => field.key === key)?.options ?? [];
        const names = left.map((one) => options.find((option) => option.key === one)?.label ?? one);
        lines.push(t("recordTypes.saysOptions", { field: label(key), options: list(names) }));
      }
      if (type.sections?.length) {
        const fields = type.sections.flatMap((section) => section.fields);
        lines.push(t("recordTypes.saysSections", { count: fields.length, fields: list(fields.map(label)) }));
      }
      if (type.roles?.length)
        lines.push(
          t("recordTypes.saysRoles", {
            roles: list(type.roles.map((key) => roles.find((role) => role.key === key)?.label ?? key)),
          }),
        );
      return lines;
    },
    [t, locale, table, roles],
  );
}
