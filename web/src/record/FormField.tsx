/** A field of a form: name with its marks, input, and what is wrong with it or its help. */
import { useId } from "react";
import type { FoundRow } from "../api/found";
import { useWorkspace } from "../app/workspace";
import { type InputProps, uiOf } from "../fields";
import { FoundRows } from "../ui/FoundRows";
import { isWide, ProtectedMark } from "./FieldRow";

type FormFieldProps = Pick<InputProps, "field" | "value" | "onChange" | "context"> & {
  problem: string | null;
  /** Rows that the problem tells of. */
  found?: readonly FoundRow[] | undefined;
  autoFocus: boolean;
  disabled: boolean;
};

export function FormField({
  field,
  value,
  onChange,
  context,
  problem,
  found,
  autoFocus,
  disabled,
}: FormFieldProps) {
  const id = useId();
  const { key: ws } = useWorkspace();
  const Input = uiOf(field).input;
  return (
    <div className="gz-form-field" data-wide={isWide(field)} data-problem={problem !== null}>
      <label htmlFor={id} className="gz-field-name">
        <span>{field.label}</span>
        {field.required && <span className="gz-required">*</span>}
        <ProtectedMark field={field} />
      </label>
      <Input
        id={id}
        field={field}
        value={value}
        context={context}
        autoFocus={autoFocus}
        disabled={disabled}
        {...(problem ? { status: "error" as const } : {})}
        onChange={onChange}
      />
      {problem ? (
        <div className="gz-inline-problem" role="alert">
          {problem}
          <FoundRows ws={ws} rows={found} />
        </div>
      ) : (
        field.help && <div className="gz-form-help">{field.help}</div>
      )}
    </div>
  );
}
