/** A board as the server answers it; the shapes are the generated ones. */
import type { components } from "@/api/schema.gen";

type S = components["schemas"];
export type Board = S["BoardAnswer"];
export type Widget = S["WidgetAnswer"];
export type Figure = S["Figure"];
export type Entry = S["Entry"];
export type BoardTitle = S["BoardTitle"];
export type ListLink = S["ListLink"];
export type BoardSettings = S["BoardSettings"];
export type KnownSettings = S["KnownSettings"];

/** What the reader has chosen: the last so many days, or from one day to another. */
export interface Period {
  days?: number;
  from?: string;
  to?: string;
}
