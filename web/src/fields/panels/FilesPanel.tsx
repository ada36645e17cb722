/** Files of an attachment cell: open, remove, add. */
import { useEffect, useRef, useState } from "react";
import { fileProblem, showSize } from "../files";
import { say } from "../say";
import type { AttachmentFile } from "../schema";
import type { PanelProps } from "../types";
import { asFiles } from "../value";

export function FilesPanel({ field, value, context, record, takeKeys, onChange }: PanelProps) {
  const { locale } = context;
  const files = asFiles(value);
  const chooser = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const held = useRef(files);
  held.current = files;
  useEffect(() => {
    takeKeys((event) => {
      if (event.key !== " " || !chooser.current) return false;
      chooser.current.click();
      return true;
    });
    return () => takeKeys(null);
  }, [takeKeys]);

  async function add(chosen: readonly File[]) {
    setProblem(null);
    for (const file of chosen) {
      const refusal = fileProblem(file, held.current.length, field, locale);
      if (refusal || !context.upload) {
        setProblem(refusal);
        continue;
      }
      setBusy((count) => count + 1);
      try {
        const stored = await context.upload(file);
        held.current = [...held.current, stored];
        onChange(held.current, "");
      } catch (error) {
        setProblem(
          error instanceof Error && error.message ? error.message : say(locale, "上传失败", "Upload failed"),
        );
      } finally {
        setBusy((count) => count - 1);
      }
    }
  }

  const nameOf = (file: AttachmentFile) =>
    context.attachmentUrl && record !== undefined ? (
      <a
        className="gz-link"
        href={context.attachmentUrl(context.table, record, file.id)}
        target="_blank"
        rel="noreferrer"
      >
        {file.name}
      </a>
    ) : (
      file.name
    );
  return (
    <div className="gz-pick">
      {files.map((file) => (
        <div key={file.id} className="gz-pick-item">
          <span className="gz-pick-label">{nameOf(file)}</span>
          <span className="gz-count">{showSize(file.size)}</span>
          <button
            type="button"
            tabIndex={-1}
            className="gz-plain"
            aria-label={say(locale, `移除 ${file.name}`, `Remove ${file.name}`)}
            onClick={() =>
              onChange(
                files.filter((other) => other.id !== file.id),
                "",
              )
            }
          >
            ✕
          </button>
        </div>
      ))}
      {problem ? <div className="gz-pick-note gz-failed-value">{problem}</div> : null}
      {busy > 0 ? <div className="gz-pick-note">{say(locale, "正在上传…", "Uploading…")}</div> : null}
      {context.upload ? (
        <>
          <button
            type="button"
            tabIndex={-1}
            className="gz-pick-item gz-plain"
            onClick={() => chooser.current?.click()}
          >
            + {say(locale, "添加文件（空格键）", "Add files (Space)")}
          </button>
          <input
            ref={chooser}
            type="file"
            hidden
            multiple={field.settings.max_files !== 1}
            onChange={(event) => {
              void add([...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
        </>
      ) : null}
    </div>
  );
}
