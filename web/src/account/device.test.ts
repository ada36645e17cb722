import { describe, expect, it } from "vitest";
import { deviceOf } from "./device";

describe("the device of a session", () => {
  it("is told by browser and system", () => {
    expect(
      deviceOf("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"),
    ).toBe("Edge · Windows");
    expect(
      deviceOf("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0 Safari/605"),
    ).toBe("微信 · iOS");
  });
  it("is what it calls itself where that tells nothing", () => {
    expect(deviceOf("curl/8.0")).toBe("curl/8.0");
    expect(deviceOf("")).toBe("");
  });
});
