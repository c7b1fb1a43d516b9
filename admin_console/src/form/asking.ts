/** Which questions of a form are asked of this record, and which codes belong to what was chosen before. */
import type { CodeItem, Field, FieldValue, RecordData } from "@/api/types";
import { holds, isSet } from "@/form/expressions";

/** The fields that are asked, in order; an answer to one that is not asked decides nothing. */
export function askedFields(fields: Field[], values: RecordData, known: RecordData = {}): Field[] {
  const given = filled(values);
  const before = filled(known);
  return fields.filter((field) => {
    if (field.hidden) return false;
    const asked = !field.asked_if || holds(field.asked_if, given, before);
    if (!asked) delete given[field.key];
    return asked;
  });
}
/** What is filled in: an emptied field goes out as absent. */
export const filled = (values: RecordData): RecordData => Object.fromEntries(Object.entries(values).filter(([, value]) => isFilled(value)));
const isFilled = (value: FieldValue) => isSet(value) && !(typeof value === "object" && value && "unit" in value && value.value === "");

/** Codes that can be chosen: all, or those whose parent is what the parent field holds. */
export function codesUnder(codes: CodeItem[], field: Field, values: RecordData, known: RecordData = {}): CodeItem[] {
  if (!field.parent_field) return codes;
  const above = values[field.parent_field] ?? known[field.parent_field];
  const parents: FieldValue[] = Array.isArray(above) ? above : [above];
  return codes.filter((code) => parents.includes(code.parent));
}
