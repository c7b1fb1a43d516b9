/** Text, long text with templates, numbers with units, and instants in plant time. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { places } from "@/api/endpoints";
import type { Field } from "@/api/types";
import { useFormSetting } from "@/form/context";
import type { FieldInput } from "@/form/FieldRow";
import { offeredTexts } from "@/form/offeredTexts";
import { endOfDay, fromPlantInput, toPlantInput } from "@/time/format";

const asText = (value: unknown) => (typeof value === "string" ? value : "");

export function TextField({ field, value, change, inputId, describedBy, invalid }: FieldInput) {
  const { offers } = useFormSetting();
  const offered = offers?.[field.key] ?? [];
  return (
    <>
      {offered.length > 0 && (
        <div className="an-chips an-templates" role="group" aria-label={field.label} data-testid={`offers-${field.key}`}>
          {offered.map((text) => (
            <button key={text} type="button" className={`an-chip${value === text ? " an-chip-on" : ""}`} aria-pressed={value === text} onClick={() => change(text)}>
              {text}
            </button>
          ))}
        </div>
      )}
      <input
        id={inputId}
        className="an-input"
        value={asText(value)}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        onChange={(event) => change(event.target.value)}
      />
    </>
  );
}

export function LongTextField({ field, value, change, inputId, describedBy, invalid }: FieldInput) {
  const { t } = useTranslation();
  const text = asText(value);
  const templates = useTemplates(field);
  const fill = (template: string) => text.includes(template) || change(text.trim() ? `${text.trimEnd()}\n${template}` : template);
  return (
    <>
      {templates.length > 0 && (
        <div className="an-chips an-templates" role="group" aria-label={t("form.templates")}>
          <span className="an-small-label" aria-hidden>
            {t("form.templates_hint")}
          </span>
          {templates.map((template, place) => (
            <button key={place} type="button" className="an-chip an-template" onClick={() => fill(template.text)}>
              {template.title}
            </button>
          ))}
        </div>
      )}
      <textarea
        id={inputId}
        className="an-input an-textarea"
        rows={4}
        value={text}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        onChange={(event) => change(event.target.value)}
      />
      {field.max_length && text.length > field.max_length * 0.8 && (
        <span className="an-count">{t("form.count", { count: text.length, limit: field.max_length })}</span>
      )}
    </>
  );
}

/** The pack's texts, and for advice the plant's own for the chosen category. */
function useTemplates(field: Field): { title: string; text: string }[] {
  const { values, known } = useFormSetting();
  const shipped = offeredTexts(field, { ...known, ...values });
  const advising = field.key === "advice" && shipped.length > 0;
  const own = useQuery({ queryKey: ["advice"], queryFn: places.advice, enabled: advising, staleTime: 300_000 });
  const fitting = (advising ? (own.data?.items ?? []) : []).filter((one) => !one.category || !values.category || one.category === values.category);
  return shipped.length ? [...fitting, ...shipped] : [];
}

export function NumberField({ field, value, change, inputId, describedBy, invalid }: FieldInput) {
  const text = value && typeof value === "object" && "unit" in value ? value.value : asText(value);
  const enter = (typed: string) => {
    // Chinese keyboards type a full-width stop and digits.
    const plain = typed.normalize("NFKC").replace(/。/g, ".").trim();
    change(plain); // the unit is the field's and does not travel
  };
  return (
    <span className="an-with-unit">
      <input
        id={inputId}
        className="an-input"
        inputMode="decimal"
        value={text}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        onChange={(event) => enter(event.target.value)}
      />
      {field.unit && <span className="an-unit">{field.unit}</span>}
    </span>
  );
}

/** Days from today within which hazards are usually put right. */
const QUICK_DAYS = [0, 3, 7, 15];

export function MomentField({ field, value, change, inputId, describedBy, invalid }: FieldInput) {
  const { t } = useTranslation();
  const [picked, setPicked] = useState(0); // a picked time is drawn anew; a typed one stays in the hands of the input
  const pick = (days: number) => {
    change(endOfDay(days));
    setPicked(picked + 1);
  };
  return (
    <>
      {field.promoted === "due" && (
        <div className="an-chips an-quick-days" role="group" aria-label={t("form.quick_days")}>
          {QUICK_DAYS.map((days) => (
            <button
              key={days}
              type="button"
              className={`an-chip${value === endOfDay(days) ? " an-chip-on" : ""}`}
              data-testid={`due-in-${days}`}
              onClick={() => pick(days)}
            >
              {days === 0 ? t("form.today") : t("form.in_days", { count: days })}
            </button>
          ))}
        </div>
      )}
      <input
        key={picked}
        id={inputId}
        className="an-input"
        type="datetime-local"
        defaultValue={toPlantInput(asText(value))}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        onChange={(event) => change(fromPlantInput(event.target.value) ?? null)}
      />
    </>
  );
}
