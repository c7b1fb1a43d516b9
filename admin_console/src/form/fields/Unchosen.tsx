/** Words that were typed and fit nothing: the person may have them written into the description. */
import { useTranslation } from "react-i18next";
import type { Field } from "@/api/types";
import { useFormSetting } from "@/form/context";
import { typedIn, writtenInto } from "@/form/unchosen";
import { isEmpty } from "@/form/values";

export function Unchosen({ field, written }: { field: Field; written: () => void }) {
  const { t } = useTranslation();
  const { definition, values, change } = useFormSetting();
  const form = Object.values(definition.forms).find((each) => each.fields.some((one) => one.key === field.key));
  const into = writtenInto(form?.fields ?? [], field, values);
  if (!into || !isEmpty(values[field.key])) return null;
  const write = () => {
    change(into.key, into.text);
    written();
  };
  return (
    <div className="an-warn" data-testid={`unchosen-${field.key}`}>
      <p>{t("form.unchosen", { text: typedIn(field.key, values), label: into.label })}</p>
      <button type="button" className="an-button" data-testid={`write-${field.key}`} onClick={write}>
        {t("form.unchosen_write", { label: into.label })}
      </button>
    </div>
  );
}
