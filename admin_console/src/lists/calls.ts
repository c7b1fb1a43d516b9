/** The calls of lists, their views and the audit list. */
import { address, call, type Query } from "@/api/client";
import type * as L from "@/api/listTypes";

export const lists = {
  shape: (type: string) => call<L.ListShape>("GET", `/lists/${type}`),
  groups: (type: string, query: Query) => call<L.Groups>("GET", `/lists/${type}/groups`, { query }),
  keep: (type: string, id: string, json: L.NewView) =>
    call<{ id: string }>("PUT", `/lists/${type}/views/${id}`, { json }),
  remove: (type: string, id: string) => call<{ id: string }>("DELETE", `/lists/${type}/views/${id}`),
  order: (type: string, views: string[]) => call<unknown>("PUT", `/lists/${type}/order`, { json: { views } }),
};
export const audit = {
  list: (query: Query) => call<L.AuditList>("GET", "/audit/events", { query }),
  exportAddress: (query: Query) => address("/audit/events/export", query),
};
