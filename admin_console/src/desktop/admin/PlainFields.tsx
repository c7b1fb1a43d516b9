/** All fields of a plain record in the order of its form; an empty one is shown as empty. */
import { useTranslation } from "react-i18next";
import type { Definition, RecordDetail } from "@/api/types";
import { assignmentsOf } from "@/form/values";
import { AssignmentList } from "@/record/AssignmentList";
import { ValueText } from "@/record/ValueText";

export function PlainFields({ record, definition }: { record: RecordDetail; definition: Definition }) {
  const { t } = useTranslation();
  const fields = definition.forms[definition.start.form]?.fields ?? [];
  const shown = fields.filter((field) => !record.hidden_classes.includes(field.class ?? "normal"));
  return (
    <>
      <dl className="an-pairs" data-testid="plain-fields">
        {shown.map((field) => (
          <div key={field.key} data-testid={`shown-${field.key}`}>
            <dt>{field.label}</dt>
            <dd>
              {field.kind === "assignments" ? (
                <AssignmentList rows={assignmentsOf(record.data[field.key])} />
              ) : field.key === "path" ? (
                <code className="an-hash">{record.org?.path}</code>
              ) : (
                <ValueText value={record.data[field.key]} field={field} definition={definition} />
              )}
            </dd>
          </div>
        ))}
      </dl>
      {record.hidden_classes.length > 0 && <p className="an-help">{t("record.hidden")}</p>}
    </>
  );
}
