/** The mark beside a figure in which some values do not count because they are errors. */
import "./leftOut.css";

export function LeftOut({ text }: { text: string }) {
  return (
    <span className="gz-left-out" role="img" title={text} aria-label={text}>
      !
    </span>
  );
}
