/** Compile-time proof that the server's shapes (schema.gen.d.ts, generated) fit those the console reads. */
import type { components } from "@/api/schema.gen";
import type * as L from "@/api/listTypes";
import type * as T from "@/api/types";

type S = components["schemas"];
type Fits<Server extends Console, Console> = [Server, Console];

export type Agreement = [
  Fits<S["Session"], T.Session>,
  Fits<S["WorkList"], T.Worklist>,
  Fits<S["RecordList"], Omit<T.RowPage, "items">>, // rows and records carry data of any definition
  Fits<Omit<S["RecordPage"], "data" | "chain" | "actions">, Omit<T.RecordDetail, "data" | "chain" | "actions">>,
  Fits<Omit<S["ChainNode"], "data" | "state" | "intent">, Omit<T.ChainNode, "data" | "state" | "intent">>,
  Fits<S["StepForeseen"], T.StepForeseen>,
  Fits<S["Sheet"], T.Sheet>,
  Fits<S["Verification"], T.Verification>,
  Fits<S["LedgerEntry"], T.Ledger>,
  Fits<S["LedgerPage"], T.LedgerPage>,
  Fits<S["SearchAnswer"], { items: T.SearchHit[] }>,
  Fits<S["ClosureRate"], T.ClosureRate>,
  Fits<S["web_routes_media_Received"], T.StoredMedia>,
  Fits<S["JobPage"], T.ImportJob>,
  Fits<S["InstanceShown"], T.ConnectorInstance>,
  Fits<S["RoleShape"], T.RoleShape>,
  Fits<S["PersonLogIn"], T.PersonLogIn>,
  Fits<S["ProblemFact"], T.Fact>,
  Fits<S["Reason"], T.ExplanationNode>,
  Fits<Omit<S["ListOptions"], "views">, Omit<L.ListShape, "views">>,
  Fits<Omit<S["ViewShape"], "query">, Omit<L.SavedView, "query">>,
  Fits<S["ListGroups"], L.Groups>,
  Fits<S["AuditList"], L.AuditList>,
  Fits<S["Attachment"], L.Attachment>,
];
