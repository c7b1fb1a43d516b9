/** The record types that belong to permits, in the order in which their lists stand side by side. */
export const PERMIT_TYPES = ["permit", "permit_alarm", "certificate", "special_period", "jha_template", "emergency_contact", "hot_work_area", "outage", "paper_permit", "improvement"] as const;
export type PermitType = (typeof PERMIT_TYPES)[number];
/** Those without a flow: they are kept like people and areas, with their history. */
export const KEPT_TYPES: PermitType[] = ["certificate", "special_period", "jha_template", "emergency_contact", "hot_work_area", "outage", "paper_permit"];
