/** What the granted permissions open in the console; the server decides again on every call. */
import type { Session } from "@/api/types";

const may = (of: Session, wanted: string) => of.permissions.includes(wanted);

export const mayReadHazards = (of: Session) => may(of, "hazard:record:read");
export const mayReportHazard = (of: Session) => may(of, "hazard:record:create");
export const mayReadLedgers = (of: Session) => may(of, "ledger:view:read");
export const mayImport = (of: Session) => may(of, "import:job:create");
export const mayConnect = (of: Session) => may(of, "connector:instance:manage");
export const mayReadEquipment = (of: Session) => may(of, "equipment:record:read");
export const mayReadPeople = (of: Session) => may(of, "person:record:read");
export const mayReadOrg = (of: Session) => may(of, "org_unit:record:read");
export const mayManageSettings = (of: Session) => may(of, "tenant:settings:manage");
export const mayReadRate = (of: Session) => may(of, "indicator:board:read");
export const mayProve = (of: Session) => may(of, "evidence:package:read");
export const mayComment = (of: Session, type: string) => may(of, `${type}:record:comment`);
export const mayExport = (of: Session) => may(of, "hazard:record:export");
export const mayAudit = (of: Session) => may(of, "audit:event:read");
export const mayReadAreas = (of: Session) => may(of, "area:record:read");
export const mayReadCalendars = (of: Session) => may(of, "calendar:record:read");
export const mayReadGas = (of: Session) => may(of, "gas_check:record:read");
export const maySetIndustry = (of: Session) => may(of, "plant_profile:record:update");
export const mayRead = (of: Session, type: string) => may(of, `${type}:record:read`);
export const mayCreate = (of: Session, type: string) => may(of, `${type}:record:create`);
export const mayUpdate = (of: Session, type: string) => may(of, `${type}:record:update`);
export const mayAssign = (of: Session) => may(of, "person:assignment:manage");
export const mayManageChannels = (of: Session) => may(of, "notification:channel:manage");
export const mayManageLogIns = (of: Session) => may(of, "account:login:manage");
