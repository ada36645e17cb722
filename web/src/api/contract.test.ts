import { expectTypeOf, it } from "vitest";
import type { Answer, Body, Known } from "./contract";
import type { Hit } from "./search";

type Search = `/workspaces/${string}/search`;

it("an address is the contract's or none", () => {
  expectTypeOf<Known<Search, "GET">>().toEqualTypeOf<Search>();
  expectTypeOf<Known<"/workspaces", "GET">>().not.toBeNever();
  expectTypeOf<Known<`/workspaces/${string}/serach`, "GET">>().toBeNever();
  expectTypeOf<Known<Search, "DELETE">>().toBeNever();
  expectTypeOf<Known<string, "GET">>().toBeNever();
});

it("answers and bodies are those of the method", () => {
  expectTypeOf<Answer<Search>>().toEqualTypeOf<{ results: Hit[] }>();
  expectTypeOf<Answer<`/workspaces/${string}/tables/${string}/records/${number}`>>().toHaveProperty("locks");
  expectTypeOf<Answer<"/session", "DELETE">>().toEqualTypeOf<undefined>();
  expectTypeOf<Body<"/session", "POST">>().toHaveProperty("password");
  expectTypeOf<Body<"/me", "GET">>().toBeNever();
});
