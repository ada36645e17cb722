/**
 * The REST API as the OpenAPI document describes it, by the addresses that calls are written with. `contract.gen.d.ts` is
 * made from `openapi.json` before every check of types (`npm run gen`) and kept nowhere: a route, a parameter or an answer
 * that is not the server's does not compile.
 */
import type { components, paths } from "./contract.gen";

/** The named shapes of the contract. */
export type Schemas = components["schemas"];

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

type Step<S extends string> = S extends `{${string}}`
  ? "{}"
  : string extends S
    ? "{}"
    : `${number}` extends S
      ? "{}"
      : S;

/** An address with `{}` for whatever varies: of `/workspaces/{ws}/search` and of `/workspaces/${string}/search` alike. */
type Plain<P extends string> = P extends `${infer Head}/${infer Rest}`
  ? `${Step<Head>}/${Plain<Rest>}`
  : Step<P>;

type Routes = { [P in keyof paths as P extends `/api/v1${infer Rest}` ? Plain<Rest> : never]: paths[P] };

/** What the contract says of a method at an address; never where it has none. */
type Operation<P extends string, M extends Method> =
  Plain<P> extends keyof Routes
    ? Lowercase<M> extends keyof Routes[Plain<P>]
      ? NonNullable<Routes[Plain<P>][Lowercase<M>]>
      : never
    : never;

type Json<R> = R extends { content: { "application/json": infer A } } ? A : never;

type Done<R> = Json<R[keyof R & (200 | 201)]>;

/** One of both, so that either can be asked for without asking first which it is. */
type Either<A, B> = (A & { [K in keyof B]?: undefined }) | (B & { [K in keyof A]?: undefined });

type Answered<R> = R extends { 204: unknown }
  ? undefined
  : R extends { 202: infer Taken }
    ? [Done<R>] extends [never]
      ? Json<Taken>
      : Either<Done<R>, Json<Taken>>
    : Done<R>;

/** What a method at an address answers with, and the job instead where it may take long. */
export type Answer<P extends string, M extends Method = "GET"> =
  Operation<P, M> extends {
    responses: infer R;
  }
    ? Answered<R>
    : never;

/** The JSON body that a method at an address takes; never where it takes none. */
export type Body<P extends string, M extends Method> =
  Operation<P, M> extends {
    requestBody: { content: { "application/json": infer B } };
  }
    ? B
    : never;

type Queried<P extends string, M extends Method> =
  Operation<P, M> extends {
    parameters: { query?: infer Q };
  }
    ? { [K in keyof Q]?: string | number | boolean | null | undefined }
    : Record<string, never>;

/** Never for an address or a method that the contract does not have. */
export type Known<P extends string, M extends Method> = [Operation<P, M>] extends [never] ? never : P;

export interface CallOptions<P extends string, M extends Method> {
  method?: M;
  query?: Queried<P, M>;
  body?: Body<P, M>;
  /** For routes that take a file. */
  form?: FormData;
  signal?: AbortSignal | undefined;
  /** A 401 answer is an answer (wrong password), not a lost session. */
  anonymous?: boolean;
  /** What makes a POST that is sent again happen once; a new one for each request unless given. */
  once?: string | undefined;
  /** Nobody waits for it: a lost session shows at the next request that somebody does wait for. */
  background?: boolean;
}
