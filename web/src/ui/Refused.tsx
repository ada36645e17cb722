/** Records for which something done to many at once was refused, each with why. */
import "./refused.css";

export interface RefusedRecord {
  id: number;
  name: string;
  sentences: readonly string[];
}

export function Refused({ label, records }: { label: string; records: readonly RefusedRecord[] }) {
  return (
    <ul className="gz-refused" aria-label={label}>
      {records.map(({ id, name, sentences }) => (
        <li key={id}>
          <strong>{name}</strong> <span>{sentences.join("；")}</span>
        </li>
      ))}
    </ul>
  );
}
