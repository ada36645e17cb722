/** Requests go out one at a time, so that each is made on the versions the one before has left. */
import type { GridModel } from "../model";

const queues = new WeakMap<GridModel, { tail: Promise<unknown>; length: number }>();

export function enqueue<T>(model: GridModel, task: () => Promise<T>): Promise<T> {
  const queue = queues.get(model) ?? { tail: Promise.resolve(), length: 0 };
  queues.set(model, queue);
  queue.length += 1;
  const run = queue.tail.then(task).finally(() => {
    queue.length -= 1;
  });
  queue.tail = run.catch(() => undefined);
  return run;
}

export const isSaving = (model: GridModel): boolean => (queues.get(model)?.length ?? 0) > 0;

export const messageOf = (model: GridModel, error: unknown): string =>
  error instanceof Error && error.message ? error.message : model.words.saveFailed;
