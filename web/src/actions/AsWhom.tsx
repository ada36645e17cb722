/** For whom something is tried: oneself, or for administrators anybody. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { membersQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";
import { Line } from "../automations/Line";

interface AsWhomProps {
  label: string;
  /** Null: who asks. */
  member: number | null;
  onChange: (member: number | null) => void;
}

export function AsWhom({ label, member, onChange }: AsWhomProps) {
  const { key: ws, member: me } = useWorkspace();
  const members = useQuery({ ...membersQuery(ws), enabled: me.admin }).data ?? [];
  if (!me.admin) return null;
  const active = members.filter((one) => one.state === "active");
  return (
    <Line label={label}>
      <Select<number>
        className="gz-flow-wide"
        aria-label={label}
        showSearch={{ optionFilterProp: "label" }}
        value={member ?? me.id}
        options={active.map((one) => ({ value: one.id, label: one.name }))}
        onChange={(next) => onChange(next === me.id ? null : next)}
      />
    </Line>
  );
}
