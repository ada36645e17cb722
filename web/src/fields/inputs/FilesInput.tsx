/** A control for files: add by button or by dropping, remove, open. */
import { Button, Upload } from "antd";
import { useRef, useState } from "react";
import { fileProblem } from "../files";
import { say } from "../say";
import type { InputProps } from "../types";
import { asFiles } from "../value";

export function FilesInput({ field, value, onChange, context, record, disabled }: InputProps) {
  const files = asFiles(value);
  const held = useRef(files);
  held.current = files;
  const [busy, setBusy] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const { upload, attachmentUrl, table, locale } = context;

  async function add(file: File) {
    const refusal = fileProblem(file, held.current.length, field, locale);
    setProblem(refusal);
    if (refusal || !upload) return;
    setBusy((count) => count + 1);
    try {
      held.current = [...held.current, await upload(file)];
      onChange(held.current);
    } catch (error) {
      setProblem(
        error instanceof Error && error.message ? error.message : say(locale, "上传失败", "Upload failed"),
      );
    } finally {
      setBusy((count) => count - 1);
    }
  }

  return (
    <div>
      <Upload
        multiple={field.settings.max_files !== 1}
        disabled={disabled || !upload}
        fileList={files.map((file) => ({
          uid: String(file.id),
          name: file.name,
          status: "done" as const,
          url: attachmentUrl && record !== undefined ? attachmentUrl(table, record, file.id) : undefined,
        }))}
        beforeUpload={(file) => {
          void add(file);
          return false;
        }}
        onRemove={(gone) => {
          onChange(files.filter((file) => String(file.id) !== gone.uid));
          return false;
        }}
      >
        {disabled || !upload ? null : (
          <Button size="small" loading={busy > 0}>
            {say(locale, "添加文件", "Add files")}
          </Button>
        )}
      </Upload>
      {problem ? <div className="gz-failed-value">{problem}</div> : null}
    </div>
  );
}
