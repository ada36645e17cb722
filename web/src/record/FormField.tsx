/** A field of a form: name with its marks, input, and what is wrong with it or its help. */
import { useId } from "react";
import { type InputProps, uiOf } from "../fields";
import { isWide, ProtectedMark } from "./FieldRow";

type FormFieldProps = Pick<InputProps, "field" | "value" | "onChange" | "context"> & {
  problem: string | null;
  autoFocus: boolean;
  disabled: boolean;
};

export function FormField({ field, value, onChange, context, problem, autoFocus, disabled }: FormFieldProps) {
  const id = useId();
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
        </div>
      ) : (
        field.help && <div className="gz-form-help">{field.help}</div>
      )}
    </div>
  );
}
