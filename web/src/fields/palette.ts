/** The fixed palette of option chips: twelve names, their colours are CSS variables (palette.css) for light and dark. */

export const PALETTE = [
  "gray",
  "red",
  "orange",
  "amber",
  "yellow",
  "lime",
  "green",
  "teal",
  "cyan",
  "blue",
  "purple",
  "pink",
] as const;

export type PaletteColor = (typeof PALETTE)[number];

const KNOWN: ReadonlySet<string> = new Set(PALETTE);

export function paletteColor(name: string | null | undefined): PaletteColor {
  return name && KNOWN.has(name) ? (name as PaletteColor) : "gray";
}

/** Class that sets a chip's colours. */
export const colorClass = (name: string | null | undefined) => `gz-c-${paletteColor(name)}`;

/** Class of a row or card that a colour rule paints; none without a colour. */
export const paintClass = (name: string | undefined) =>
  name ? ` gz-painted gz-p-${paletteColor(name)}` : "";

/** A steady colour for a name without one (avatars). */
export function colorOfName(name: string): PaletteColor {
  let hash = 0;
  for (const sign of name) hash = (hash * 31 + (sign.codePointAt(0) ?? 0)) % 1009;
  return PALETTE[1 + (hash % (PALETTE.length - 1))] ?? "blue";
}
