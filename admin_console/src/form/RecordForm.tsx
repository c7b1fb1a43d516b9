/** A form drawn from a definition; the same on the phone and at the desk. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FormDefinition } from "@/api/types";
import { askedFields } from "@/form/asking";
import { FieldRow } from "@/form/FieldRow";
import { FormContext, type FormSetting } from "@/form/context";
import { isEmpty, isNeeded } from "@/form/values";
import { useFormCheck } from "@/form/useFormCheck";
import { Duties } from "@/form/VerdictCard";

type Drawn = {
  form: FormDefinition;
  setting: FormSetting;
  /** Keys of fields that seldom matter: they lie folded below the others until one of them is wrong. */
  folded?: string[];
};

export function RecordForm({ form, setting, folded = [] }: Drawn) {
  const { t } = useTranslation();
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
  const asked = askedFields(form.fields, setting.values, setting.known);
  // As the form opened: a required answer does not slip away while it is given.
  const [given] = useState(() => new Set(Object.keys(setting.values).filter((key) => !isEmpty(setting.values[key]))));
  const rare = asked.filter((field) => folded.includes(field.key) && (given.has(field.key) || !isNeeded(field, setting.values, setting.known)));
  return (
    <FormContext.Provider value={judged ? { ...setting, judged } : setting}>
      <div className="an-form" ref={area}>
        {asked.filter((field) => !rare.includes(field)).map((field) => (
          <FieldRow key={field.key} field={field} />
        ))}
        {rare.length > 0 && (
          <details className="an-many" open={rare.some((field) => setting.errors[field.key]) || undefined} data-testid="folded">
            <summary>{t("form.folded", { labels: rare.map((field) => field.label).join(t("form.separator")) })}</summary>
            {rare.map((field) => (
              <FieldRow key={field.key} field={field} />
            ))}
          </details>
        )}
        {judged && <Duties duties={judged.duties} />}
      </div>
    </FormContext.Provider>
  );
}
