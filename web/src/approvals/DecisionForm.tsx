/** Deciding: an opinion, the fields that the stage leaves open, and what the caller may do. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown, Input, Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type Approval,
  addSigner,
  approvalsKey,
  type Decision,
  decide,
  delegate,
  withdraw,
} from "../api/approvals";
import { sentence } from "../api/problem";
import { recordQuery, rowsKey } from "../api/records";
import type { Value, WireValues } from "../api/types";
import { announceTables } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { toWire } from "../fields";
import "../record/actions.css";
import { FieldControl } from "../ui/FieldControl";
import { MemberDialog } from "./MemberDialog";

const SAID = { approve: "approved", reject: "rejected", return: "returned" } as const;

export function DecisionForm({ approval, onDone }: { approval: Approval; onDone?: () => void }) {
  const { key: ws, tables, contextOf } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [comment, setComment] = useState("");
  const [values, setValues] = useState<Record<string, Value>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [running, setRunning] = useState<string | null>(null);
  const [choosing, setChoosing] = useState<"delegate" | "addSigner" | null>(null);
  const { allowed } = approval;
  const record = useQuery({
    ...recordQuery(ws, approval.table, approval.record.id),
    enabled: allowed.decide && tables.has(approval.table),
  }).data;
  if (!Object.values(allowed).some(Boolean)) return null;

  const table = tables.get(approval.table);
  const stage = approval.stages.find((each) => each.state === "open");
  const place = approval.stages.findIndex((each) => each.state === "open");
  const earlier = approval.stages.slice(0, Math.max(place, 0)).filter((each) => each.state === "done");
  const open = (table?.fields ?? []).filter((field) => stage?.fields.includes(field.key));

  const settle = async (said: string) => {
    message.success(said);
    await client.invalidateQueries({ queryKey: approvalsKey(ws) });
    void client.invalidateQueries({ queryKey: rowsKey(ws) });
    announceTables([approval.table], "approvals");
    onDone?.();
  };
  const act = async (outcome: Decision["outcome"], to?: string) => {
    if (outcome !== "approve" && comment.trim() === "") {
      setProblem(t("approvals.opinionNeeded"));
      return;
    }
    setRunning(outcome);
    setProblem(null);
    try {
      const wire = toWire(values, open) as WireValues;
      await decide(ws, approval.id, {
        outcome,
        ...(comment.trim() ? { comment: comment.trim() } : {}),
        ...(to ? { to } : {}),
        ...(Object.keys(wire).length > 0 && outcome === "approve" ? { values: wire } : {}),
      });
      await settle(t(`approvals.${SAID[outcome]}`));
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setRunning(null);
    }
  };
  const takeBack = async () => {
    setRunning("withdraw");
    try {
      await withdraw(ws, approval.id);
      await settle(t("approvals.withdrawn"));
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setRunning(null);
    }
  };

  return (
    <div className="gz-decision">
      {allowed.decide && open.length > 0 && table && (
        <fieldset>
          <legend>{t("approvals.fill")}</legend>
          {open.map((field) => (
            <div key={field.key} className="gz-decision-field">
              <span className="gz-muted">{field.label}</span>
              <FieldControl
                field={field}
                value={(field.key in values ? values[field.key] : record?.values[field.key]) ?? null}
                onChange={(value) => setValues((before) => ({ ...before, [field.key]: value }))}
                context={contextOf(table.key)}
                record={approval.record.id}
              />
            </div>
          ))}
        </fieldset>
      )}
      {allowed.decide && (
        <Input.TextArea
          value={comment}
          onChange={(event) => setComment(event.target.value)}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={1000}
          placeholder={t("approvals.opinion")}
          aria-label={t("approvals.opinion")}
        />
      )}
      {problem && (
        <p role="alert" className="gz-action-problem">
          {problem}
        </p>
      )}
      <div className="gz-actions">
        {allowed.decide && (
          <>
            <Button type="primary" loading={running === "approve"} onClick={() => void act("approve")}>
              {t("approvals.approve")}
            </Button>
            <Button danger loading={running === "reject"} onClick={() => void act("reject")}>
              {t("approvals.reject")}
            </Button>
          </>
        )}
        {allowed.return && (
          <Dropdown
            trigger={["click"]}
            menu={{
              items: earlier.map((each) => ({
                key: each.key,
                label: `${t("approvals.returnTo")} ${each.label}`,
              })),
              onClick: ({ key }) => void act("return", key),
            }}
          >
            <Button loading={running === "return"}>{t("approvals.return")}</Button>
          </Dropdown>
        )}
        {allowed.delegate && (
          <Button onClick={() => setChoosing("delegate")}>{t("approvals.delegate")}</Button>
        )}
        {allowed.add && <Button onClick={() => setChoosing("addSigner")}>{t("approvals.addSigner")}</Button>}
        {allowed.withdraw && (
          <Popconfirm
            title={t("approvals.withdrawTitle")}
            description={t("approvals.withdrawHint")}
            okText={t("approvals.withdraw")}
            cancelText={t("frame.cancel")}
            onConfirm={() => void takeBack()}
          >
            <Button loading={running === "withdraw"}>{t("approvals.withdraw")}</Button>
          </Popconfirm>
        )}
      </div>
      {choosing && (
        <MemberDialog
          kind={choosing}
          onCancel={() => setChoosing(null)}
          onConfirm={async (member, before) => {
            if (choosing === "delegate") await delegate(ws, approval.id, member);
            else await addSigner(ws, approval.id, member, before);
            setChoosing(null);
            await settle(t(choosing === "delegate" ? "approvals.delegated" : "approvals.signerAdded"));
          }}
        />
      )}
    </div>
  );
}
