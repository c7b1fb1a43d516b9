/** Filters and spans of time in words. */
import type { TFunction } from "i18next";
import type { ColumnShape } from "@/api/listTypes";

export const SPANS: [string, string][] = [
  ["today", "lists.today"],
  ["yesterday", "lists.yesterday"],
  ["7d", "lists.days_7"],
  ["30d", "lists.days_30"],
  ["week", "lists.week"],
  ["last_week", "lists.last_week"],
  ["month", "lists.month"],
  ["last_month", "lists.last_month"],
  ["quarter", "lists.quarter"],
  ["year", "lists.year"],
];
export const COMING: [string, string][] = [
  ["+7d", "lists.next_7"],
  ["+30d", "lists.next_30"],
];

export function spanWords(value: string, t: TFunction): string {
  const known = [...SPANS, ...COMING].find(([code]) => code === value);
  if (known) return t(known[1]);
  const [from, to] = value.split("..");
  if (from && to) return from === to ? from : t("lists.span_both", { from, to });
  return from ? t("lists.span_from", { from }) : t("lists.span_to", { to });
}
/** The text of a filter; people, places and things are named elsewhere. */
export function filterWords(shape: ColumnShape, value: string, t: TFunction): string {
  if (shape.choices?.length) {
    const labels = value.split(",").map((code) => shape.choices?.find((choice) => choice.code === code)?.label ?? code);
    return labels.length > 2 ? t("lists.more_codes", { first: labels[0], count: labels.length }) : labels.join(t("form.separator"));
  }
  if (shape.kind === "datetime") return spanWords(value, t);
  if (shape.kind === "number") {
    const [least, most] = value.split("..");
    return [least && `≥ ${least}`, most && `≤ ${most}`].filter(Boolean).join(" ") + (shape.unit ? ` ${shape.unit}` : "");
  }
  return value;
}
export const isReference = (shape: ColumnShape) => ["person", "org", "area", "equipment"].includes(shape.kind);
