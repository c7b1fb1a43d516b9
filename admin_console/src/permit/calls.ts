/** The calls that only permits' pages make: entries of a running permit, links, presence. */
import { address, call } from "@/api/client";
import type { components } from "@/api/schema.gen";
import { newId } from "@/capture/ids";
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
  /** It waited on the phone for a signal. */
  waited_offline?: boolean;
}
export const entriesOf = (record: RecordDetail): EntryChoice[] => record.entries ?? [];

export const permits = {
  enter: (type: string, id: string, json: EntrySent) => call<RecordDetail>("POST", `/records/${type}/${id}/entries`, { json }),
  rowSheet: (type: string, id: string, json: { entry: string; row: RecordData }) => call<Sheet>("POST", `/records/${type}/${id}/entries/sheet`, { json }),
  link: (type: string, id: string) => call<LinkMade>("POST", `/records/${type}/${id}/links`, { json: {} }),
  shared: (token: string) => call<SharedPage>("GET", `/shared/${encodeURIComponent(token)}`),
  codeAddress: (token: string) => address(`/shared/${encodeURIComponent(token)}/code`),
};

/** Signs of presence at a permit's place: sent by who guards it, read by who watches the board. */
export const presence = {
  tell: (permit: string, at: LocationValue) => call<unknown>("POST", `/presence/${permit}`, { json: { id: newId(), at: at.at, position: spotOf(at) }, timeoutSeconds: 20 }),
  newest: (permit: string) => call<S["ObservedList"]>("GET", "/observations/presence", { query: { about: permit } }),
};
const spotOf = ({ lat, lon, accuracy_m, system }: LocationValue) => ({ lat: Number(lat), lon: Number(lon), accuracy_m: accuracy_m ? Number(accuracy_m) : undefined, system });
