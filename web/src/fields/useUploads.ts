/** Files on their way into a value: uploaded one after another, then written together. */
import { useRef, useState } from "react";
import { fileProblem } from "./files";
import { say } from "./say";
import type { AttachmentFile, Field } from "./schema";
import type { FieldContext } from "./types";

export interface Uploads {
  /** What is refused or fails is told in `problem`; the others are added. */
  readonly add: (chosen: readonly File[]) => Promise<void>;
  readonly busy: boolean;
  readonly problem: string | null;
}

export function useUploads(
  field: Field,
  files: readonly AttachmentFile[],
  { upload, locale }: Pick<FieldContext, "upload" | "locale">,
  onChange: (files: AttachmentFile[]) => void,
): Uploads {
  const [running, setRunning] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  // Files may be removed or added by others while an upload lasts: what is there at its end counts.
  const present = useRef(files);
  present.current = files;

  const add = async (chosen: readonly File[]) => {
    if (!upload) return;
    setProblem(null);
    setRunning((count) => count + 1);
    const stored: AttachmentFile[] = [];
    for (const file of chosen) {
      const refusal = fileProblem(file, present.current.length + stored.length, field, locale);
      if (refusal) {
        setProblem(refusal);
        continue;
      }
      try {
        stored.push(await upload(file));
      } catch (error) {
        const said = error instanceof Error && error.message;
        setProblem(said || say(locale, `“${file.name}”上传失败`, `“${file.name}” could not be uploaded`));
      }
    }
    setRunning((count) => count - 1);
    if (stored.length > 0) onChange([...present.current, ...stored]);
  };
  return { add, busy: running > 0, problem };
}
