/** A text was sent back as saying too little: whoever knows better says why it stays as it is. */
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormSetting } from "@/form/context";
import { insistKey } from "@/form/insisting";

export function Insist({ field }: { field: string }) {
  const { t } = useTranslation();
  const { values, change } = useFormSetting();
  const [open, setOpen] = useState(false);
  const id = useId();
  const reason = values[insistKey(field)];
  if (!open && !reason)
    return (
      <button type="button" className="an-link" data-testid={`insist-${field}`} onClick={() => setOpen(true)}>
        {t("insist.open")}
      </button>
    );
  return (
    <div className="an-insist">
      <label className="an-label" htmlFor={id}>
        {t("insist.why")}
      </label>
      <input
        id={id}
        className="an-input"
        maxLength={500}
        data-testid={`insist-reason-${field}`}
        value={typeof reason === "string" ? reason : ""}
        onChange={(event) => change(insistKey(field), event.target.value)}
      />
      <p className="an-help">{t("insist.kept")}</p>
    </div>
  );
}
