/**
 * What is answered while an administrator looks with somebody else's eyes tells what that person may do; the server takes
 * no change then, so nothing on screen offers one.
 */
import type { Approval } from "./approvals";
import { isSeeing } from "./client";
import type { RecordWithRights, Table } from "./types";

const UNCHANGED = { create: false, edit: false, delete: false, import: false };

export const tablesSeen = (ws: string, tables: Table[]): Table[] =>
  isSeeing(ws) ? tables.map((table) => ({ ...table, allowed: { ...table.allowed, ...UNCHANGED } })) : tables;

export const recordSeen = (ws: string, record: RecordWithRights): RecordWithRights =>
  isSeeing(ws) ? Object.assign({}, record, { allowed: { edit: false, delete: false }, actions: [] }) : record;

export const approvalSeen = (ws: string, approval: Approval): Approval =>
  isSeeing(ws)
    ? {
        ...approval,
        allowed: { decide: false, return: false, delegate: false, add: false, withdraw: false },
      }
    : approval;
