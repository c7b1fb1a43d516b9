/** Colour, space, radius and type for both entries; every theme and stylesheet derives from here. */

export const colour = {
  accent: "#0b5f63",
  accentSoft: "#e3f1f1",
  accentInk: "#084a4d",
  ink: "#18212b",
  inkSoft: "#55606d",
  inkFaint: "#626d7a",
  line: "#dde3e9",
  lineSoft: "#edf0f3",
  ground: "#f4f6f8",
  surface: "#ffffff",
  // Risk: always printed with its label.
  riskRed: "#b4151f",
  riskRedSoft: "#fdeaea",
  riskOrange: "#a54a00",
  riskOrangeSoft: "#fff0e2",
  riskYellow: "#7a5c00",
  riskYellowSoft: "#fff6cf",
  riskBlue: "#1b5cad",
  riskBlueSoft: "#e7f0fb",
  // State of a record or node.
  done: "#1b6e3e",
  doneSoft: "#e5f4ea",
  now: "#0b5f63",
  next: "#8a95a1",
  // Urgency of a deadline.
  soon: "#8a5300",
  soonSoft: "#fff2d9",
  late: "#b4151f",
  lateSoft: "#fdeaea",
  // A refusal.
  block: "#8f1d1d",
  blockSoft: "#fff6f4",
  blockLine: "#e9b8b0",
} as const;

/** In sunlight a phone shows a third of its contrast: what is soft at the desk is plain there (7:1 and more on white). */
export const sunlight = {
  inkSoft: "#3b4652",
  inkFaint: "#4a5561",
  line: "#b9c3cd",
  lineSoft: "#d5dce3",
  soon: "#6b3f00",
  next: "#5d6874",
} as const;

export const space = { xs: 4, s: 8, m: 12, l: 16, xl: 24, xxl: 32 } as const;
export const radius = { s: 4, m: 8, l: 12, pill: 999 } as const;
export const type = {
  family:
    '-apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", "Segoe UI", sans-serif',
  digits: '"SFMono-Regular", Consolas, "Noto Sans Mono", monospace',
  desk: 14,
  phone: 16,
} as const;

/** Writes the tokens as CSS variables (`--an-accent`, `--an-space-m`, …) on the document. */
export function applyTokens(entry: "desk" | "phone"): void {
  const style = document.documentElement.style;
  const shown = entry === "phone" ? { ...colour, ...sunlight } : colour;
  for (const [name, value] of Object.entries(shown)) style.setProperty(`--an-${kebab(name)}`, value);
  for (const [name, value] of Object.entries(space)) style.setProperty(`--an-space-${name}`, `${value}px`);
  for (const [name, value] of Object.entries(radius)) style.setProperty(`--an-radius-${name}`, `${value}px`);
  style.setProperty("--an-font", type.family);
  style.setProperty("--an-font-digits", type.digits);
  style.setProperty("--an-font-size", `${type[entry]}px`);
  style.setProperty("--an-target", entry === "phone" ? "48px" : "34px");
  document.documentElement.dataset.entry = entry;
}

/** The phone stands where the hazard is; the desk does not. */
export const isPhone = (): boolean => document.documentElement.dataset.entry === "phone";

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
