/** The state of a list in the address: what it is narrowed by, its order, columns and groups. */
import type { ColumnShape, SavedView, ViewQuery } from "@/api/listTypes";

export const NEWEST = "-created_at";
const OWN = ["sort", "cols", "group", "view"];

/** Shown until somebody chooses: what most people look for, as far as the type has it. */
const FIRST_COLUMNS = ["number", "photo", "title", "level", "state", "area", "equipment", "owner", "due", "planned_start", "planned_end", "created_at"];
const FIRST_PLAIN = ["number", "title", "owner", "family", "trade", "kind", "org", "area", "from", "to", "valid_until", "review_until", "created_at"];

/** Of these types people look for something else first. */
const FIRST_OF: Record<string, string[]> = {
  permit: ["number", "title", "job", "level", "state", "area", "owner", "planned_start", "planned_end"],
  permit_alarm: ["number", "code", "title", "permit", "state", "area", "owner", "since", "ended_at"],
};

export interface ListState extends ViewQuery {
  /** The view that it began as; its own settings may have moved on. */
  view: string;
}

export function firstColumns(shapes: ColumnShape[], type = ""): string[] {
  const known = new Set(shapes.map((shape) => shape.key));
  const wanted = FIRST_OF[type] ?? (known.has("state") ? FIRST_COLUMNS : FIRST_PLAIN);
  return wanted.filter((key) => known.has(key));
}

export function readState(address: URLSearchParams, views: SavedView[]): ListState {
  const filters: Record<string, string> = {};
  for (const [key, value] of address) if (!OWN.includes(key) && value) filters[key] = value;
  const view = address.get("view") ?? "";
  const widths = views.find((each) => each.id === view)?.query.widths ?? {};
  return {
    filters,
    sort: address.get("sort") || NEWEST,
    columns: address.get("cols")?.split(",").filter(Boolean) ?? [],
    group: address.get("group") ?? "",
    widths,
    view,
  };
}
export function writeState(state: Omit<ListState, "widths">): URLSearchParams {
  const address = new URLSearchParams();
  for (const [key, value] of Object.entries(state.filters)) if (value) address.set(key, value);
  if (state.sort !== NEWEST) address.set("sort", state.sort);
  if (state.columns.length) address.set("cols", state.columns.join(","));
  if (state.group) address.set("group", state.group);
  if (state.view) address.set("view", state.view);
  return address;
}
export const ofView = (view: SavedView): ListState => ({ ...view.query, view: view.id });
export const WHOLE: ListState = { filters: {}, sort: NEWEST, columns: [], widths: {}, group: "", view: "" };

/** Whether two queries show the same rows in the same way; how wide columns are is no matter. */
export function isSame(one: ViewQuery, other: ViewQuery): boolean {
  const plain = (query: ViewQuery) => {
    const pairs = Object.entries(query.filters).filter(([, value]) => value);
    return JSON.stringify([pairs.sort(), query.sort || NEWEST, query.columns, query.group]);
  };
  return plain(one) === plain(other);
}

/** The columns to be shown: those asked for as far as they exist, and those that do not. */
export function chosenColumns(state: ListState, shapes: ColumnShape[], type = ""): { shown: ColumnShape[]; missing: string[] } {
  const keys = state.columns.length ? state.columns : firstColumns(shapes, type);
  const known = new Map(shapes.map((shape) => [shape.key, shape]));
  return {
    shown: keys.flatMap((key) => known.get(key) ?? []),
    missing: keys.filter((key) => !known.has(key)),
  };
}

/** What the server is asked for; fields that are no columns of every row are named. */
export function asked(state: ListState, shown: ColumnShape[]): Record<string, string> {
  const fields = shown.filter((shape) => shape.is_field).map((shape) => shape.key);
  return { ...state.filters, sort: state.sort, columns: fields.join(",") };
}
