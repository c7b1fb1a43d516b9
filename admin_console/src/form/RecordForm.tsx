/** A form drawn from a definition; the same on the phone and at the desk. */
import { useEffect, useRef } from "react";
import type { FormDefinition } from "@/api/types";
import { askedFields } from "@/form/asking";
import { FieldRow } from "@/form/FieldRow";
import { FormContext, type FormSetting } from "@/form/context";
import { useFormCheck } from "@/form/useFormCheck";
import { Duties } from "@/form/VerdictCard";

export function RecordForm({ form, setting }: { form: FormDefinition; setting: FormSetting }) {
  const judged = useFormCheck(setting);
  const area = useRef<HTMLDivElement>(null);
  const wrong = Object.keys(setting.errors).length;
  const before = useRef(0);
  useEffect(() => {
    // Only when faults appear, not while the person mends them one by one.
    if (wrong > before.current)
      area.current?.querySelector(".an-field-wrong")?.scrollIntoView({ block: "center", behavior: "smooth" });
    before.current = wrong;
  }, [wrong]);
  return (
    <FormContext.Provider value={judged ? { ...setting, judged } : setting}>
      <div className="an-form" ref={area}>
        {askedFields(form.fields, setting.values, setting.known).map((field) => (
          <FieldRow key={field.key} field={field} />
        ))}
        {judged && <Duties duties={judged.duties} />}
      </div>
    </FormContext.Provider>
  );
}
