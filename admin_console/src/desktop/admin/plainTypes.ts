/** The plain records that an administrator keeps, and what their lists show. */

export type PlainType = "org_unit" | "person" | "area" | "equipment" | "plan" | "calendar" | "gas_check";
export const PLAIN_TYPES: PlainType[] = ["org_unit", "person", "area", "equipment", "plan", "calendar", "gas_check"];

/** Fields of the row's data that stand as columns of their own. */
export const LISTED: Record<PlainType, string[]> = {
  org_unit: [],
  person: ["post"],
  area: [],
  equipment: ["code"],
  plan: [],
  calendar: [],
  gas_check: ["oxygen"],
};
