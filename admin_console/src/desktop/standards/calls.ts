/** The call and the shapes of the limits that hold. */
import { call } from "@/api/client";
import type { components } from "@/api/schema.gen";

type S = components["schemas"];
export type Standards = S["Standards"];
export type LimitShown = S["LimitShown"];
export type LimitLayer = S["LimitLayer"];

export const standards = { read: () => call<Standards>("GET", "/standards") };

/** ≤ 30 min, ≥ 30 m. */
export const figure = (limit: LimitShown, value = limit.value) => `${limit.direction === "at_most" ? "≤" : "≥"} ${value} ${limit.unit}`.trim();

/** GB 30871-2022 6.3 f). */
export const clauseOf = ({ clause }: LimitLayer) => (clause ? `${[clause.norm, clause.edition].filter(Boolean).join("-")} ${clause.clause}` : "");
/** By the clause that the highest layer names; what names none comes last. */
const byClause = (one: LimitShown, other: LimitShown) => place(one).localeCompare(place(other), "en", { numeric: true });
const place = (limit: LimitShown) => clauseOf(limit.layers[0]!) || "~";

/** The limits that a table compares with, or that hold the words somewhere; all without either. */
export function found(limits: LimitShown[], table: string, words: string): LimitShown[] {
  const text = words.trim().toLowerCase();
  const said = (limit: LimitShown) => [limit.title, limit.key, ...limit.layers.map((layer) => clauseOf(layer)), ...limit.gates.map((gate) => `${gate.title} ${gate.said}`)].join(" ").toLowerCase();
  return limits.filter((limit) => (!table || limit.gates.some((gate) => gate.table === table)) && (!text || said(limit).includes(text))).sort(byClause);
}
