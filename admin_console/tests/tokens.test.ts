import { expect, it } from "vitest";
import { colour, sunlight } from "@/theme/tokens";

const channel = (hex: string, at: number) => {
  const part = parseInt(hex.slice(at, at + 2), 16) / 255;
  return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
};
const light = (hex: string) => 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
const contrast = (one: string, other: string) => {
  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
};
const phone = { ...colour, ...sunlight };

it.each([
  ["ink", "ground"],
  ["inkSoft", "ground"],
  ["inkFaint", "ground"],
  ["soon", "soonSoft"],
  ["late", "lateSoft"],
  ["done", "doneSoft"],
  ["accentInk", "accentSoft"],
] as const)("%s on %s is read on a phone", (ink, ground) => {
  // WCAG asks for 4.5 indoors; what is read outside gets more where the hue allows it.
  expect(contrast(phone[ink], phone[ground])).toBeGreaterThanOrEqual(["late", "done"].includes(ink) ? 5.5 : 7);
});
