/** A control for files: add by button or by dropping, remove, open. */
import { Button, Upload } from "antd";
import { say } from "../say";
import type { InputProps } from "../types";
import { useUploads } from "../useUploads";
import { asFiles } from "../value";

export function FilesInput({ field, value, onChange, context, record, disabled }: InputProps) {
  const files = asFiles(value);
  const { upload, attachmentUrl, table, locale } = context;
  const { add, busy, problem } = useUploads(field, files, context, onChange);

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
        beforeUpload={(file, together) => {
          if (file === together[0]) void add(together);
          return false;
        }}
        onRemove={(gone) => {
          onChange(files.filter((file) => String(file.id) !== gone.uid));
          return false;
        }}
      >
        {disabled || !upload ? null : (
          <Button size="small" loading={busy}>
            {say(locale, "添加文件", "Add files")}
          </Button>
        )}
      </Upload>
      {problem ? <div className="gz-failed-value">{problem}</div> : null}
    </div>
  );
}
