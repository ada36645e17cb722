/** A control for one thing that a button asks for; in a form, Ant Design hands it value and id. */
import { useQuery } from "@tanstack/react-query";
import { Checkbox, Input, Select } from "antd";
import type { ActionInput } from "../api/actions";
import { membersQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";
import "./actions.css";

interface InputControlProps {
  input: ActionInput;
  id?: string;
  autoFocus?: boolean;
  value?: unknown;
  onChange?: (value: unknown) => void;
}

export function InputControl({ input, value, onChange, ...rest }: InputControlProps) {
  const props = { ...rest, "aria-label": input.label };
  const text = String(value ?? "");
  switch (input.type) {
    case "member":
      return <MemberSelect {...props} value={typeof value === "number" ? value : null} onChange={onChange} />;
    case "checkbox":
      return (
        <Checkbox
          {...props}
          checked={value === true}
          onChange={(event) => onChange?.(event.target.checked)}
        />
      );
    case "long_text":
      return (
        <Input.TextArea
          {...props}
          autoSize={{ minRows: 3, maxRows: 8 }}
          value={text}
          onChange={(event) => onChange?.(event.target.value)}
        />
      );
    default:
      return (
        <Input
          {...props}
          type={input.type === "date" ? "date" : "text"}
          value={text}
          onChange={(event) => onChange?.(event.target.value)}
        />
      );
  }
}

interface MemberSelectProps {
  id?: string;
  autoFocus?: boolean;
  "aria-label": string;
  value: number | null;
  onChange: ((member: number) => void) | undefined;
}

function MemberSelect({ onChange, ...props }: MemberSelectProps) {
  const { key: ws } = useWorkspace();
  const { data, isPending } = useQuery(membersQuery(ws));
  const active = (data ?? []).filter((member) => member.state === "active");
  return (
    <Select<number | null>
      className="gz-input-member"
      showSearch={{ optionFilterProp: "label" }}
      loading={isPending}
      options={active.map((member) => ({ value: member.id, label: member.name }))}
      onChange={(member) => member !== null && onChange?.(member)}
      {...props}
    />
  );
}
