import { beforeEach, describe, expect, it } from "vitest";
import { type Deed, Deeds } from "./stack";

const deed = (batch: string, table = "a"): Deed => ({ batches: [batch], kind: "update", table, count: 1 });

beforeEach(() => sessionStorage.clear());

describe("what was done in this tab", () => {
  it("is taken back last first, and done again in order", () => {
    const deeds = new Deeds("x");
    deeds.note(deed("1"));
    deeds.note(deed("2"));
    const taken = deeds.takePast();
    expect(taken?.batches).toEqual(["2"]);
    deeds.undone(deed("3"));
    expect(deeds.takePast()?.batches).toEqual(["1"]);
    expect(deeds.takeFuture()?.batches).toEqual(["3"]);
  });

  it("cannot be done again once something else was done", () => {
    const deeds = new Deeds("x");
    deeds.undone(deed("1"));
    deeds.note(deed("2"));
    expect(deeds.takeFuture()).toBeUndefined();
  });

  it("is not reached past what cannot be taken back without a word", () => {
    const deeds = new Deeds("x");
    deeds.note(deed("1"));
    deeds.note({ batches: [], kind: "button", table: "a", count: 1, final: "Claim" });
    expect(deeds.takePast()).toMatchObject({ batches: [], final: "Claim" });
    expect(deeds.takePast()?.batches).toEqual(["1"]);
  });

  it("is one where it was one gesture", async () => {
    const deeds = new Deeds("x");
    await deeds.asOne(async () => {
      deeds.note(deed("1"));
      await Promise.resolve();
      deeds.note(deed("2"));
    });
    deeds.note(deed("3"));
    expect(deeds.takePast()?.batches).toEqual(["3"]);
    expect(deeds.takePast()).toMatchObject({ batches: ["1", "2"], count: 2 });
  });

  it("outlives a reload of the page", () => {
    new Deeds("x").note(deed("1"));
    expect(new Deeds("x").takePast()?.batches).toEqual(["1"]);
    expect(new Deeds("y").takePast()).toBeUndefined();
  });

  it("waits for what is still being written", async () => {
    const deeds = new Deeds("x");
    let finish: () => void = () => undefined;
    void deeds.track(
      new Promise<void>((done) => {
        finish = () => {
          deeds.note(deed("late"));
          done();
        };
      }),
    );
    const waiting = deeds.settled().then(() => deeds.takePast()?.batches);
    finish();
    expect(await waiting).toEqual(["late"]);
  });

  it("forgets a batch that was taken back elsewhere", () => {
    const deeds = new Deeds("x");
    deeds.note(deed("1"));
    deeds.note(deed("2"));
    deeds.forget("2");
    expect(deeds.takePast()?.batches).toEqual(["1"]);
  });
});
