/** The browser and system of a session, as far as its name for itself tells. */
const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger/, "微信"],
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/Chrom(e|ium)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

const first = (agent: string, known: [RegExp, string][]): string =>
  known.find(([pattern]) => pattern.test(agent))?.[1] ?? "";

export function deviceOf(agent: string): string {
  const parts = [first(agent, BROWSERS), first(agent, SYSTEMS)].filter(Boolean);
  return parts.length > 0 ? parts.join(" · ") : agent.slice(0, 40);
}
