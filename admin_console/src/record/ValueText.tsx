/** A stored value as people read it: code labels, names, units, places, pictures. */
import { useTranslation } from "react-i18next";
import type { Definition, Field, FieldValue } from "@/api/types";
import type { PlanPointsValue } from "@/api/planTypes";
import { ringOf, sizeOf } from "@/plan/georeference";
import { CalendarText } from "@/calendar/CalendarText";
import { rowsOf } from "@/form/rows";
import { PhotoStrip } from "@/record/PhotoStrip";
import { RecordName } from "@/record/RecordName";
import { RowsShown } from "@/record/RowsShown";
import { SignatureShown } from "@/record/SignatureShown";
import { moment } from "@/time/format";

export function fieldsOf(definition: Definition | undefined): Map<string, Field> {
  const all = Object.values(definition?.forms ?? {}).flatMap((form) => (form.of_table ? [] : form.fields));
  return new Map([...(definition?.unasked ?? []), ...all].map((field) => [field.key, field]));
}

type Value = { value: FieldValue; field?: Field; definition?: Definition };
export function ValueText({ value, field, definition }: Value) {
  const { t } = useTranslation();
  if (value === null || value === undefined || value === "") return <>—</>;
  if (typeof value === "boolean") return <>{t(value ? "form.yes" : "form.no")}</>;
  if (field?.kind === "table") return <RowsShown rows={rowsOf(value)} table={field} definition={definition} />;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === "string" && /^[0-9a-f]{64}$/.test(item)) && value.length) return <PhotoStrip hashes={value} />;
    return <>{value.map((item: unknown) => (typeof item === "string" ? labelOf(item, field, definition) : pairs(item))).join(t("form.separator"))}</>;
  }
  if (typeof value === "object") {
    if ("ring" in value) return <>{t("plan.corners_value", { corners: ringOf(value).length, metres: Math.round(sizeOf(ringOf(value))) })}</>;
    if ("hours" in value) return <CalendarText value={value} />;
    if ("points" in value) return <>{t("plan.points_value", { count: (value as unknown as PlanPointsValue).points.length })}</>;
    if ("unit" in value) return <>{`${value.value} ${value.unit}`}</>;
    if ("shown" in value) return <SignatureShown value={value} />;
    const metres = value.accuracy_m ? t("location.accuracy", { metres: Math.round(Number(value.accuracy_m)) }) : "";
    return <>{`${value.lat}, ${value.lon} ${metres}${t(`location.source_${value.source}`)}`}</>;
  }
  switch (field?.kind) {
    case "number":
      return <>{field.unit ? `${value} ${field.unit}` : value}</>;
    case "datetime":
      return <>{moment(value)}</>;
    case "person":
    case "org":
    case "area":
    case "equipment":
    case "record":
      return <RecordName kind={field.kind} of={field.of} value={value} />;
    default:
      return <>{labelOf(value, field, definition)}</>;
  }
}

/** A row of a kind this page does not know yet is shown plainly rather than hidden. */
const pairs = (item: unknown) => Object.values(item as Record<string, string>).filter(Boolean).join(" · ");

function labelOf(code: string, field?: Field, definition?: Definition): string {
  const items = field?.code_list ? definition?.code_lists[field.code_list]?.items : undefined;
  return items?.find((item) => item.code === code)?.label ?? code;
}
