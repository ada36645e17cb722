/** A field's form control with its label for those who cannot see where it stands. */
import { useId } from "react";
import { type InputProps, uiOf } from "../fields";

export function FieldControl(props: InputProps) {
  const id = useId();
  const Input = uiOf(props.field).input;
  return (
    <>
      <label className="gz-visually-hidden" htmlFor={id}>
        {props.field.label}
      </label>
      <Input {...props} id={id} />
    </>
  );
}
