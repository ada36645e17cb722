/** Exact decimals as strings ("-1234.50"), computed with BigInt. Never a JavaScript number. Rounding is HALF_UP. */

interface Parts {
  readonly units: bigint;
  readonly scale: number;
}

const CANONICAL = /^-?\d+(\.\d+)?$/;
const SCIENTIFIC = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,3})$/;

export function isDecimal(text: string): boolean {
  return CANONICAL.test(text);
}

function split(decimal: string): Parts {
  const plain = SCIENTIFIC.test(decimal) ? expand(decimal) : decimal;
  const [whole = "0", fraction = ""] = plain.split(".");
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/** "1.5E+4" → "15000": what Excel copies for very large and very small numbers. */
function expand(text: string): string {
  const match = SCIENTIFIC.exec(text);
  if (!match) return text;
  const [, sign = "", whole = "0", fraction = "", power = "0"] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(power);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + "0".repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function join(units: bigint, scale: number): string {
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const text = scale > 0 ? `${whole}.${digits.slice(digits.length - scale)}` : whole;
  return negative ? `-${text}` : text;
}

/** Division rounded HALF_UP (away from zero at the half). */
function divideUnits(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const quotient = (2n * top + bottom) / (2n * bottom);
  return negative ? -quotient : quotient;
}

function at(parts: Parts, scale: number): bigint {
  return parts.scale <= scale
    ? parts.units * 10n ** BigInt(scale - parts.scale)
    : divideUnits(parts.units, 10n ** BigInt(parts.scale - scale));
}

export function round(decimal: string, scale: number): string {
  return join(at(split(decimal), scale), scale);
}

export function sum(decimals: Iterable<string>): string {
  let units = 0n;
  let scale = 0;
  for (const decimal of decimals) {
    const parts = split(decimal);
    const wide = Math.max(scale, parts.scale);
    units = at({ units, scale }, wide) + at(parts, wide);
    scale = wide;
  }
  return join(units, scale);
}

export function divide(decimal: string, by: string, scale: number): string {
  const top = split(decimal);
  const bottom = split(by);
  const shift = scale + bottom.scale - top.scale;
  const numerator = shift >= 0 ? top.units * 10n ** BigInt(shift) : top.units;
  const denominator = shift >= 0 ? bottom.units : bottom.units * 10n ** BigInt(-shift);
  return join(divideUnits(numerator, denominator), scale);
}

export function compare(a: string, b: string): number {
  const [x, y] = [split(a), split(b)];
  const wide = Math.max(x.scale, y.scale);
  const difference = at(x, wide) - at(y, wide);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** "1234.5" → "1,234.50". Without a scale all digits stay, trailing zeros go. */
export function format(
  decimal: string,
  options: { scale?: number | null; thousands?: boolean } = {},
): string {
  if (!isDecimal(decimal) && !SCIENTIFIC.test(decimal)) return decimal;
  const parts = split(decimal);
  const scale = options.scale ?? parts.scale;
  let text = join(at(parts, scale), scale);
  if (options.scale == null && text.includes(".")) text = text.replace(/\.?0+$/, "");
  if (options.thousands === false) return text;
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

const FULL_WIDTH = /[\uFF01-\uFF5E\u3000\u2212\u00A0\u202F]/g;

/** Full-width signs (１，２３４．５％) as an input method leaves them → their narrow forms. */
export function narrow(text: string): string {
  return text.replace(FULL_WIDTH, (sign) => {
    if (sign === "\u3000" || sign === "\u00A0" || sign === "\u202F") return " ";
    if (sign === "\u2212") return "-";
    return String.fromCharCode(sign.charCodeAt(0) - 0xfee0);
  });
}

const NUMBER = /^[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?$/;
const MAX_DIGITS = 60;

/**
 * Reads a number as people and spreadsheets write it: 1,234.50 · ￥1,234 · (1,234.50) · 1.5万 · 85% · 1.2E+05.
 * Answers the canonical decimal and whether a percent sign stood there; null when it is no number.
 */
export function read(text: string): { decimal: string; percent: boolean } | null {
  let rest = narrow(text).replace(/\s+/g, "");
  const bracketed = /^\((.*)\)$/.exec(rest);
  if (bracketed) rest = `-${bracketed[1]}`;
  rest = rest.replace(/^([+-]?)(?:CNY|RMB|USD|EUR|[¥￥$€£])/i, "$1").replace(/^[¥￥$€£]([+-])/, "$1");
  const percent = rest.endsWith("%");
  if (percent) rest = rest.slice(0, -1);
  const unit = /[万亿元]+$/.exec(rest)?.[0] ?? "";
  if (unit) rest = rest.slice(0, -unit.length);
  if (SCIENTIFIC.test(rest)) rest = expand(rest);
  if (!/\d/.test(rest) || !NUMBER.test(rest) || rest.length > MAX_DIGITS) return null;
  let plain = rest.replace(/,/g, "").replace(/^\+/, "");
  plain = plain.replace(/^(-?)\./, "$10.").replace(/\.$/, "");
  plain = plain.replace(/^(-?)0+(?=\d)/, "$1");
  const power = (unit.includes("万") ? 4 : 0) + (unit.includes("亿") ? 8 : 0);
  if (power) plain = multiplyByPower(plain, power);
  return { decimal: /^-0*\.?0*$/.test(plain) ? plain.slice(1) : plain, percent };
}

function multiplyByPower(decimal: string, power: number): string {
  const { units, scale } = split(decimal);
  if (scale <= power) return join(units * 10n ** BigInt(power - scale), 0);
  return join(units, scale - power);
}
