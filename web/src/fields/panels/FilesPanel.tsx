/** Files of an attachment cell: open, remove, add. */
import { useEffect, useRef } from "react";
import { showSize } from "../files";
import { say } from "../say";
import type { AttachmentFile } from "../schema";
import type { PanelProps } from "../types";
import { useUploads } from "../useUploads";
import { asFiles } from "../value";

export function FilesPanel({ field, value, context, record, takeKeys, onChange }: PanelProps) {
  const { locale } = context;
  const files = asFiles(value);
  const chooser = useRef<HTMLInputElement>(null);
  const { add, busy, problem } = useUploads(field, files, context, (next) => onChange(next, ""));
  useEffect(() => {
    takeKeys((event) => {
      if (event.key !== " " || !chooser.current) return false;
      chooser.current.click();
      return true;
    });
    return () => takeKeys(null);
  }, [takeKeys]);

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
      {busy ? <div className="gz-pick-note">{say(locale, "正在上传…", "Uploading…")}</div> : null}
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
