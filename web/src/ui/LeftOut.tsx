/** The mark beside a figure in which some values do not count because they are errors. */
import "./leftOut.css";

/** `count`: how many; written out where nothing can be pointed at to read the text. */
export function LeftOut({ text, count }: { text: string; count: number }) {
  return (
    <span className="gz-left-out" role="img" title={text} aria-label={text} data-count={count}>
      !
    </span>
  );
}
