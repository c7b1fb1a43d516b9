/** Asks the server what judgement says of the form while it is being filled; silent without a signal. */
import { useEffect, useState } from "react";
import { forms } from "@/api/endpoints";
import type { FormChecked } from "@/api/ruleTypes";
import type { FormSetting } from "@/form/context";
import { readyForWire } from "@/form/values";

/** After the last key: numbers are short, texts are being thought about. */
const PAUSE_MS = 700;

export function useFormCheck({ check, definition, values, known }: FormSetting): FormChecked | undefined {
  const [found, setFound] = useState<FormChecked>();
  const form = check && definition.forms[check.form];
  const data = form?.checked ? JSON.stringify(readyForWire(form.fields, values, known)) : "";
  const record = check?.record;
  const key = check?.form ?? "";
  useEffect(() => {
    if (!data) return;
    let current = true;
    const timer = setTimeout(() => {
      forms
        .check(definition.type, key, { data: JSON.parse(data), record })
        .then((answer) => current && setFound(answer))
        .catch(() => current && setFound(undefined)); // no signal: the server judges at submission
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [data, definition.type, key, record]);
  return data ? found : undefined;
}
