/** One line of a matrix: what one role group may do with one table. The same from both sides. */
import type { TableChange, TableSaid } from "../api/rights";

export interface Line {
  role: string;
  roleLabel: string;
  table: string;
  tableLabel: string;
  /** Administrators may do everything; nothing is said to them. */
  admin: boolean;
  said: TableSaid;
  buttons: { key: string; label: string }[];
  views: { key: string; label: string }[];
}

export type SaveLine = (line: Line, change: TableChange, reason: string) => Promise<boolean>;

export const keyOf = (line: Line): string => `${line.role}:${line.table}`;

export const limitsOf = ({ said }: Line): number =>
  Object.keys(said.fields).length + Object.keys(said.buttons).length + Object.keys(said.views).length;

export const isGranted = ({ said }: Line): boolean => said.none || Object.keys(said.actions).length > 0;
