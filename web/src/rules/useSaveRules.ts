/** Switching, deleting and resetting rules; what their change means for everything that is on screen. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { rowsKey } from "../api/records";
import {
  type DeletedRule,
  deleteRule,
  orderRules,
  type Rule,
  type RuleKind,
  resetRule,
  rulesKey,
  type Steering,
  switchRule,
} from "../api/rules";
import type { Table } from "../api/types";
import { useWorkspace } from "../app/workspace";

export interface SavingRules {
  changed: () => Promise<void>;
  turn: (rule: Rule, enabled: boolean, how?: Steering) => Promise<void>;
  order: (kind: RuleKind, keys: string[]) => Promise<void>;
  remove: (rule: Rule, how: Steering) => Promise<void>;
  reset: (rule: Rule | DeletedRule, how: Steering) => Promise<void>;
}

const versionOf = (rule: Rule | DeletedRule): Steering =>
  "version" in rule ? { version: rule.version } : { version: null };

export function useSaveRules(table: Table): SavingRules {
  const { key: ws } = useWorkspace();
  const client = useQueryClient();
  const changed = useCallback(async () => {
    await client.invalidateQueries({ queryKey: rulesKey(ws) });
    await client.invalidateQueries({ queryKey: rowsKey(ws) });
  }, [client, ws]);
  return useMemo(
    () => ({
      changed,
      turn: async (rule, enabled, how = {}) => {
        await switchRule(ws, table.key, rule.kind, rule.key, { enabled, ...versionOf(rule), ...how });
        await changed();
      },
      order: async (kind, keys) => {
        await orderRules(ws, table.key, kind, keys);
        await changed();
      },
      remove: async (rule, how) => {
        await deleteRule(ws, table.key, rule.kind, rule.key, { ...versionOf(rule), ...how });
        await changed();
      },
      reset: async (rule, how) => {
        await resetRule(ws, table.key, rule.kind, rule.key, { ...versionOf(rule), ...how });
        await changed();
      },
    }),
    [changed, ws, table.key],
  );
}
