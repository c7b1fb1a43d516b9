/** What a browser calls itself, in two words that its owner knows: programme and system. */
const PROGRAMMES: [RegExp, string][] = [
  [/MicroMessenger/, "WeChat"],
  [/wxwork/i, "WeCom"],
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/HarmonyOS/, "HarmonyOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];
const first = (agent: string, of: [RegExp, string][]) => of.find(([pattern]) => pattern.test(agent))?.[1];

export function deviceOf(agent: string): string {
  return [first(agent, PROGRAMMES), first(agent, SYSTEMS)].filter(Boolean).join(" · ");
}
