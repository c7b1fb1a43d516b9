/** The calls about links of a record that open without a log-in. */
import { call } from "@/api/client";
import type { components } from "@/api/schema.gen";
import type { RecordDetail } from "@/api/types";
import { newId } from "@/capture/ids";

export type OpenLink = components["schemas"]["LinkShown"];

export const revokeLink = (type: string, id: string, link: string) => call<RecordDetail>("POST", `/records/${type}/${id}/links/${link}/revoke`, { json: { command_id: newId() } });
