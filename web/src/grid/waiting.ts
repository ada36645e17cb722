/** New rows that the server was not heard about: what was sent, so that the very same is sent again and happens once. */
import type { Values } from "../fields";

/** One request as it went out: the same rows under the same key, however often it is sent, are made once. */
export interface Parcel {
  /** What the server knows the request by. */
  readonly key: string;
  /** When it was first sent, milliseconds. */
  readonly since: number;
  readonly rows: readonly Values[];
}

/** Where parcels outlive the page. */
export interface Keeper {
  /** The parcels of this table; `forgotten` ones are so old that the server knows their keys no more. */
  load(): readonly (Parcel & { readonly forgotten: boolean })[];
  /** False where nothing can be kept. */
  keep(parcel: Parcel): boolean;
  drop(key: string): void;
}

/** A parcel with the rows on the screen that it is about, in the same order. */
export interface Waiting {
  readonly parcel: Parcel;
  readonly drafts: readonly number[];
  readonly kept: boolean;
}
