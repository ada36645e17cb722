import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CONTEXT, field } from "./example.test-data";
import type { AttachmentFile } from "./schema";
import { useUploads } from "./useUploads";

afterEach(cleanup);

const stored = (id: number, name: string): AttachmentFile => ({ id, name, size: 3, type: "text/plain" });
const file = (name: string) => new File(["abc"], name);

function uploads(
  upload: (file: File) => Promise<AttachmentFile>,
  present: AttachmentFile[] = [],
  settings = {},
) {
  const onChange = vi.fn();
  const { result } = renderHook(() =>
    useUploads(field("files", "attachment", { settings }), present, { ...CONTEXT, upload }, onChange),
  );
  return { result, onChange };
}

describe("files on their way into a value", () => {
  it("are written together, after those that are there", async () => {
    const { result, onChange } = uploads(
      async ({ name }) => stored(name.length, name),
      [stored(1, "before")],
    );
    await act(() => result.current.add([file("one"), file("three")]));
    expect(onChange.mock.calls).toEqual([[[stored(1, "before"), stored(3, "one"), stored(5, "three")]]]);
    expect(result.current.busy).toBe(false);
  });

  it("are kept when another one fails, which is told", async () => {
    const upload = async ({ name }: File) => {
      if (name === "broken") throw new Error("磁盘已满");
      return stored(name.length, name);
    };
    const { result, onChange } = uploads(upload);
    await act(() => result.current.add([file("broken"), file("whole")]));
    expect(onChange.mock.calls).toEqual([[[stored(5, "whole")]]]);
    expect(result.current.problem).toBe("磁盘已满");
  });

  it("stop at the number that the field takes", async () => {
    const { result, onChange } = uploads(async ({ name }) => stored(name.length, name), [], { max_files: 1 });
    await act(() => result.current.add([file("one"), file("three")]));
    expect(onChange.mock.calls).toEqual([[[stored(3, "one")]]]);
    expect(result.current.problem).toBe("最多 1 个文件");
  });
});
