/** Adds a unit below another, or renames one; the path is made once and stays. */
import { useTranslation } from "react-i18next";
import type { Definition, Field, FieldError, RecordData, RecordDetail } from "@/api/types";
import { PlainForm } from "@/desktop/admin/PlainForm";
import { pathBelow, SEGMENT, type Unit } from "@/desktop/admin/units";

type Ending = { onDone: (unit: RecordDetail) => void; leave: () => void };
type Renaming = Ending & { definition: Definition; unit: RecordDetail };
export function UnitForm({ definition, unit, onDone, leave }: Renaming) {
  const fields = named(definition);
  return <PlainForm definition={definition} fields={fields} record={unit} draft={unit.id} onDone={onDone} leave={leave} />;
}

type Adding = Ending & { definition: Definition; parent?: Unit; taken: string[] };
export function NewUnitForm({ definition, parent, taken, onDone, leave }: Adding) {
  const { t } = useTranslation();
  const segment: Field = {
    key: "segment", kind: "text", label: t("admin.segment"), required: true, max_length: 30,
    help: t("admin.segment_help", { path: parent?.path ?? "/" }),
  };
  const check = (values: RecordData): FieldError[] => {
    if (!parent) return [];
    const text = String(values.segment ?? "").trim();
    const fault = (message: string) => [{ field: "segment", label: segment.label, code: "local", message }];
    if (text && !SEGMENT.test(text)) return fault(t("admin.segment_wrong", { text }));
    return taken.includes(pathBelow(parent.path, text)) ? fault(t("admin.segment_taken", { text })) : [];
  };
  return (
    <PlainForm
      definition={definition}
      fields={parent ? [...named(definition), segment] : named(definition)}
      draft={`below${parent?.path ?? ""}`}
      compose={({ segment: text, ...data }) => ({ ...data, path: pathBelow(parent?.path, String(text ?? "")) })}
      composed={{ path: "segment" }}
      check={check}
      onDone={onDone}
      leave={leave}
    />
  );
}

const named = (definition: Definition): Field[] =>
  definition.forms[definition.start.form]!.fields.filter((field) => field.key !== "path");
