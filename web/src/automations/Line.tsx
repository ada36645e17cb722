/** A label with its control, side by side where there is room. */
import { type ReactNode, useId } from "react";

interface LineProps {
  label: string;
  hint?: string;
  children: ReactNode | ((id: string) => ReactNode);
}

export function Line({ label, hint, children }: LineProps) {
  const id = useId();
  const labelled = typeof children === "function";
  return (
    <div className="gz-flow-line">
      {labelled ? <label htmlFor={id}>{label}</label> : <span className="gz-flow-line-label">{label}</span>}
      <div>
        {labelled ? children(id) : children}
        {hint && <p className="gz-muted gz-flow-hint">{hint}</p>}
      </div>
    </div>
  );
}
