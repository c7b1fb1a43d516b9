/** One field: label, input, help, and what is wrong with it in words. */
import { type ComponentType, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Field, FieldError, FieldKind, FieldValue } from "@/api/types";
import { useFormSetting } from "@/form/context";
import { Insist } from "@/form/Insist";
import { insistKey } from "@/form/insisting";
import { VerdictCard } from "@/form/VerdictCard";
import { isNeeded } from "@/form/values";
import { inPlantTime } from "@/time/format";
import { AssignmentsField } from "@/form/fields/AssignmentsField";
import { BooleanField, ChoiceField, MultiChoiceField } from "@/form/fields/ChoiceFields";
import { BoundaryField, PlanPointsField, WorkingCalendarField } from "@/plan/LazyFields";
import { LocationField } from "@/form/fields/LocationField";
import { PhotoField } from "@/form/fields/PhotoField";
import { ReferenceField } from "@/form/fields/ReferenceField";
import { SignatureField } from "@/form/fields/SignatureField";
import { TableField } from "@/form/fields/TableField";
import { LongTextField, MomentField, NumberField, TextField } from "@/form/fields/TextFields";

export interface FieldInput {
  field: Field;
  value: FieldValue;
  change: (value: FieldValue) => void;
  inputId: string;
  describedBy?: string;
  invalid: boolean;
  needed: boolean;
}

const INPUTS: Record<FieldKind, ComponentType<FieldInput>> = {
  text: TextField,
  long_text: LongTextField,
  number: NumberField,
  choice: ChoiceField,
  multi_choice: MultiChoiceField,
  boolean: BooleanField,
  datetime: MomentField,
  person: ReferenceField,
  org: ReferenceField,
  area: ReferenceField,
  equipment: ReferenceField,
  record: ReferenceField,
  location: LocationField,
  photo: PhotoField,
  signature: SignatureField,
  clause: TextField,
  assignments: AssignmentsField,
  boundary: BoundaryField,
  plan_points: PlanPointsField,
  working_calendar: WorkingCalendarField,
  table: TableField,
};
/** Kinds that are several controls: the label names the group instead of one input. */
const GROUPS: FieldKind[] = ["choice", "multi_choice", "boolean", "photo", "signature", "location", "assignments", "boundary", "plan_points", "working_calendar", "table"];

export function FieldRow({ field }: { field: Field }) {
  const { t } = useTranslation();
  const setting = useFormSetting();
  const inputId = useId();
  const error = setting.errors[field.key];
  const needed = isNeeded(field, setting.values, setting.known);
  const Input = field.kind === "clause" && field.code_list ? ChoiceField : INPUTS[field.kind];
  const isGroup = GROUPS.includes(field.kind);
  const notes = `${inputId}-notes`;
  const caption = (
    <>
      {field.label}
      {needed && <b className="an-required">{t("form.required")}</b>}
      {field.class && field.class !== "normal" && <span className="an-tag">{t(`form.class_${field.class}`)}</span>}
    </>
  );
  return (
    <div
      className={`an-field an-field-${field.kind}${error ? " an-field-wrong" : ""}`}
      data-testid={`field-${field.key}`}
      {...(isGroup ? { role: "group", "aria-labelledby": `${inputId}-label` } : {})}
    >
      {isGroup ? (
        <span className="an-label" id={`${inputId}-label`}>
          {caption}
        </span>
      ) : (
        <label className="an-label" htmlFor={inputId}>
          {caption}
        </label>
      )}
      {Input && (
        <Input
          field={field}
          value={setting.values[field.key]}
          change={(value) => setting.change(field.key, value)}
          inputId={inputId}
          describedBy={notes}
          invalid={Boolean(error)}
          needed={needed}
        />
      )}
      <div id={notes}>
        {field.help && !error && <p className="an-help">{field.help}</p>}
        {setting.notes?.[field.key] && <p className="an-help" data-testid={`note-${field.key}`}>{setting.notes[field.key]}</p>}
        {error && <FieldFault error={error} />}
        {error?.code.startsWith("telling_") && <Insist field={field.key} />}
        {!error && <Telling field={field.key} />}
        {setting.judged?.rows.filter((row) => row.field === field.key && (row.level || row.severity !== "allow")).map((row) => <VerdictCard key={row.table + row.reason} row={row} />)}
      </div>
    </div>
  );
}

/** Before it is sent: what the text still lacks, as a hint. */
function Telling({ field }: { field: string }) {
  const { judged, values } = useFormSetting();
  const lacking = values[insistKey(field)] ? undefined : judged?.errors.find((error) => error.field === field);
  if (!lacking) return null;
  return (
    <p className="an-telling" role="status" data-testid={`telling-${field}`}>
      <b>{lacking.message}</b> {lacking.cure}
    </p>
  );
}

const saidAlready = ({ message, value, limit }: FieldError) => message.includes(value ?? "") && message.includes(limit ?? "");

export function FieldFault({ error }: { error: FieldError }) {
  const { t } = useTranslation();
  return (
    <p className="an-fault" role="alert" data-testid={`fault-${error.field}`}>
      <b>{inPlantTime(error.message)}</b>
      {error.limit && error.value && !saidAlready(error) && (
        <span>{inPlantTime(t("problem.value_and_limit", { value: error.value, limit: error.limit }))}</span>
      )}
      {error.cure && <span>{error.cure}</span>}
    </p>
  );
}
