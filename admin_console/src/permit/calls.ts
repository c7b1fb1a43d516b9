/** The calls that only permits' pages make: entries of a running permit, links, presence. */
import { address, call } from "@/api/client";
import type { components } from "@/api/schema.gen";
import type { LocationValue, RecordData, RecordDetail, Sheet } from "@/api/types";

type S = components["schemas"];
export type SharedPage = S["SharedPage"];
export type SharedTable = S["SharedTable"];
export type LinkMade = S["LinkMade"];

/** What can be recorded now without ending a task, as the record's page offers it. */
export type EntryChoice = S["EntryChoice"];
export interface EntrySent {
  id: string;
  task: string;
  entry: string;
  rows: RecordData[];
  captured_at: string;
  sent_at: string;
  clock_offset_seconds?: number;
}
export const entriesOf = (record: RecordDetail): EntryChoice[] => record.entries ?? [];

export const permits = {
  enter: (type: string, id: string, json: EntrySent) => call<RecordDetail>("POST", `/records/${type}/${id}/entries`, { json }),
  rowSheet: (type: string, id: string, json: { entry: string; row: RecordData }) => call<Sheet>("POST", `/records/${type}/${id}/entries/sheet`, { json }),
  link: (type: string, id: string) => call<LinkMade>("POST", `/records/${type}/${id}/links`, { json: {} }),
  shared: (token: string) => call<SharedPage>("GET", `/shared/${encodeURIComponent(token)}`),
  codeAddress: (token: string) => address(`/shared/${encodeURIComponent(token)}/code`),
};

/** A sign of life at the place: who, at which permit, where. */
export function presenceOf(permit: string, at: LocationValue) {
  return { quantity: "presence", subject: permit, value: "1", unit: "", at: at.at, lat: at.lat, lon: at.lon, accuracy_m: at.accuracy_m };
}
