/** An address in the web. */
import { GlobalOutlined } from "@ant-design/icons";
import { lineUi } from "../families";
import { asText } from "../value";

/** Only addresses that are safe to open. */
export function safeUrl(text: string): string | null {
  if (/^https?:\/\//i.test(text)) return text;
  return /^[\w-]+(\.[\w-]+)+([/?#].*)?$/.test(text) ? `https://${text}` : null;
}

export const url = lineUi({
  type: "url",
  icon: GlobalOutlined,
  defaultWidth: 200,
  editor: { kind: "line", inputMode: "url", seed: asText },
  cell: (value) => {
    const address = asText(value);
    const safe = safeUrl(address);
    if (!safe) return <span className="gz-text">{address}</span>;
    return (
      <a
        className="gz-link"
        href={safe}
        target="_blank"
        rel="noreferrer noopener"
        tabIndex={-1}
        draggable={false}
      >
        {address.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "")}
      </a>
    );
  },
});
