import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { App } from "antd";
import { afterEach, expect, it, vi } from "vitest";

const restore = vi.fn();
vi.mock("react-i18next", () => ({ useTranslation: () => ({ t: (key: string) => key }) }));
vi.mock("../api/schema", () => ({ restoreFromTrash: (...asked: unknown[]) => restore(...asked) }));
vi.mock("../app/workspace", () => ({ useWorkspace: () => ({ key: "crm" }) }));
vi.mock("./useStructure", () => ({ useStructure: () => async () => undefined }));

import { useDeleted } from "./useDeleted";

function Deleting() {
  const deleted = useDeleted();
  return (
    <button type="button" onClick={() => deleted("备注已删除", 7)}>
      go
    </button>
  );
}

afterEach(cleanup);

it("brings back what was deleted, or says why it could not", async () => {
  restore.mockRejectedValueOnce(new Error("同名字段已存在")).mockResolvedValueOnce(undefined);
  render(
    <App>
      <Deleting />
    </App>,
  );
  for (const said of ["同名字段已存在", "past.restored"]) {
    fireEvent.click(screen.getByText("go"));
    fireEvent.click(await screen.findByText("schema.undo"));
    await screen.findByText(said);
  }
  expect(restore.mock.calls).toEqual([
    ["crm", 7],
    ["crm", 7],
  ]);
});
