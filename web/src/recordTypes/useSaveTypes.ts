/** Saves the record types of a table, and what they are: the options of the field that tells them apart. */
import { App } from "antd";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { addField, type ChoiceDraft, changeField, changeTable, type FieldSteering } from "../api/schema";
import type { Field, Table, WrittenTypes } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { useStructure } from "../schema/useStructure";

export const choicesOf = (field: Field): ChoiceDraft[] =>
  field.options.map(({ key, label, color, archived }) => ({ key, label, color: color ?? "gray", archived }));

export interface SavingTypes {
  /** Null takes the types away. */
  put: (types: WrittenTypes | null) => Promise<void>;
  choose: (field: Field, choices: ChoiceDraft[], steering?: FieldSteering) => Promise<Field | undefined>;
  /** A field to tell types apart by. */
  begin: (label: string) => Promise<void>;
  /** Does something that is refused with a message, if at all; whether it was done. */
  attempt: (work: () => Promise<void>) => Promise<boolean>;
}

export function useSaveTypes(table: Table): SavingTypes {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const refresh = useStructure();
  const put = useCallback(
    async (types: WrittenTypes | null) => {
      await changeTable(ws, table.key, { record_types: types });
      await refresh();
    },
    [ws, table.key, refresh],
  );
  const choose = useCallback(
    async (field: Field, choices: ChoiceDraft[], steering: FieldSteering = {}) => {
      const answer = await changeField(ws, table.key, field.key, { choices, ...steering });
      await refresh();
      return answer.field;
    },
    [ws, table.key, refresh],
  );
  const begin = useCallback(
    async (label: string) => {
      const made = await addField(ws, table.key, { type: "option", label, choices: [] });
      if (made.field) await put({ field: made.field.key, types: [] });
    },
    [ws, table.key, put],
  );
  const attempt = useCallback(
    async (work: () => Promise<void>) => {
      try {
        await work();
        message.success(t("recordTypes.saved"));
        return true;
      } catch (error) {
        message.error(sentence(error), 6);
        return false;
      }
    },
    [message, t],
  );
  return useMemo(() => ({ put, choose, begin, attempt }), [put, choose, begin, attempt]);
}
