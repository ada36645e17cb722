import { afterEach, describe, expect, it, vi } from "vitest";
import { address, nameFrom, request, setCsrf, whenSignedOut } from "./client";
import { Problem } from "./problem";

function answer(status: number, body: unknown) {
  const fetched = vi.fn<typeof fetch>(async () => new Response(JSON.stringify(body), { status }));
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

const headersOf = (fetched: ReturnType<typeof answer>) => new Headers(fetched.mock.calls[0]?.[1]?.headers);

afterEach(() => {
  vi.unstubAllGlobals();
  setCsrf(null);
});

describe("requests", () => {
  it("leave empty parameters out of the address", () => {
    expect(address("/x", { a: 1, b: null, c: "", d: undefined, e: false })).toBe("/api/v1/x?a=1&e=false");
  });

  it("carry language always and the CSRF token only when they change something", async () => {
    setCsrf("secret");
    const reading = answer(200, {});
    await request("/me");
    expect(headersOf(reading).get("Accept-Language")).toBe("zh-CN");
    expect(headersOf(reading).has("X-CSRF-Token")).toBe(false);
    const writing = answer(200, {});
    await request("/me", { method: "PATCH", body: {} });
    expect(headersOf(writing).get("X-CSRF-Token")).toBe("secret");
  });

  it("carry an idempotency key when they create", async () => {
    const fetched = answer(201, {});
    const ws: string = "crm";
    await request(`/workspaces/${ws}/tables`, { method: "POST", body: { label: "甲" } });
    expect(headersOf(fetched).get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("fail with every problem the server named", async () => {
    answer(422, { errors: [{ row: 0, field: "a", code: "required", message: "请填写" }] });
    await expect(request("/me")).rejects.toMatchObject({ status: 422, errors: [{ field: "a" }] });
  });

  it("fail readably when the answer is no JSON", async () => {
    vi.stubGlobal("fetch", async () => new Response("<html>", { status: 502 }));
    await expect(request("/me")).rejects.toMatchObject({ status: 502, message: "HTTP 502" });
  });

  it("say that the server cannot be reached", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    const error = await request("/me").catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Problem);
    expect((error as Problem).errors[0]?.code).toBe("offline");
  });

  it("tell the app of a lost session, but not of a wrong password", async () => {
    const signedOut = vi.fn();
    whenSignedOut(signedOut);
    answer(401, { errors: [] });
    await request("/session", {
      method: "POST",
      body: { account: "a", password: "b" },
      anonymous: true,
    }).catch(() => undefined);
    expect(signedOut).not.toHaveBeenCalled();
    await request("/me").catch(() => undefined);
    expect(signedOut).toHaveBeenCalledOnce();
  });
});

describe("the name of a downloaded file", () => {
  it.each([
    ["attachment; filename*=UTF-8''%E5%AE%A2%E6%88%B7.xlsx", "客户.xlsx"],
    ["attachment; filename=\"a.csv\"; filename*=UTF-8''%E7%94%B2.csv", "甲.csv"],
    ['attachment; filename="orders.csv"', "orders.csv"],
    ["inline", null],
    [null, null],
    ["attachment; filename*=UTF-8''%E5%", null],
  ])("of %s is %s", (header, name) => {
    expect(nameFrom(header)).toBe(name);
  });
});
