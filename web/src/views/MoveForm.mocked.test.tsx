import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";

vi.mock("react-i18next", () => ({ useTranslation: () => ({ t: (key: string) => key }) }));
vi.mock("../fields", async (original) => ({
  ...(await original<typeof import("../fields")>()),
  uiOf: () => ({ input: Offered }),
}));

import { CONTEXT } from "../fields/example.test-data";
import type { InputProps } from "../fields/types";
import { field, option, table } from "../testing/schema";
import { MoveForm } from "./MoveForm";
import type { Wanting } from "./useMoves";

/** An input reduced to what it offers and what is chosen. */
function Offered({ id, field: of, value, onChange }: InputProps) {
  const offered = of.options.filter((one) => !one.archived).map((one) => one.key);
  return (
    <button type="button" id={id} onClick={() => onChange(offered[0] ?? null)}>
      {`${String(value)} of ${offered.join(" ")}`}
    </button>
  );
}

const kind = field("kind", "option", { options: [option("boat"), option("car")] });
const stage = field("stage", "state", { options: [option("open"), option("lost")] });
const why = field("why", "option", { options: [option("storm"), option("jam"), option("price")] });
const trips = table([field("title", "text"), kind, stage, why], {
  record_types: {
    field: "kind",
    start: null,
    allowed: ["boat", "car"],
    types: ["boat", "car"].map((key) => ({
      key,
      sections: [],
      required: [],
      options: { why: [key === "boat" ? "storm" : "jam", "price"] },
    })),
  },
} as Parameters<typeof table>[1]);

function form(asked: Partial<Wanting>) {
  const onSave = vi.fn(async () => {});
  const wanting: Wanting = {
    // A card shows neither the type nor what is asked for.
    move: {
      row: { id: 1, version: 2, values: { title: "x" } } as unknown as Wanting["move"]["row"],
      from: "open",
      to: "lost",
      spot: null,
    },
    fields: [why],
    problems: {},
    moved: { stage: "lost" },
    values: { title: "x", kind: "boat", stage: "lost", why: "price" },
    ...asked,
  };
  render(
    <MoveForm
      table={trips}
      wanting={wanting}
      label="LOST"
      context={CONTEXT}
      onSave={onSave}
      onCancel={() => {}}
    />,
  );
  return onSave;
}

afterEach(cleanup);

describe("what a move asks for", () => {
  it("offers what the record's type has, and starts with what the record holds", () => {
    form({});
    expect(screen.getByLabelText("WHY").textContent).toBe("price of storm price");
  });

  it("follows the type that is chosen in it, and sends all that it shows", () => {
    const onSave = form({ fields: [kind, why], values: { kind: null, why: null } });
    expect(screen.getByLabelText("WHY").textContent).toBe("null of storm jam price");
    fireEvent.click(screen.getByLabelText("KIND"));
    expect(screen.getByLabelText("WHY").textContent).toBe("null of storm price");
    fireEvent.click(screen.getByRole("button", { name: /frame.save/ }));
    expect(onSave).toHaveBeenCalledExactlyOnceWith({ kind: "boat", why: null });
  });
});
