const FOREIGN = /[^a-z0-9_]/g;

/** What the server takes as the name of a result, made of what was typed. */
export const asName = (text: string): string =>
  text
    .toLowerCase()
    .replace(FOREIGN, "")
    .replace(/^[^a-z]+/, "")
    .slice(0, 50);
