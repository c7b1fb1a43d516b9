/** One code, several codes, yes or no. Few codes lie open; many fold into a list. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { CodeItem, Field } from "@/api/types";
import { codesUnder } from "@/form/asking";
import { ClauseSuggestions } from "@/form/ClauseSuggestions";
import type { FieldInput } from "@/form/FieldRow";
import { useFormSetting } from "@/form/context";

const OPEN_UP_TO = 8;

function useCodes(field: Field): CodeItem[] {
  const { definition, values, known } = useFormSetting();
  const codes = (field.code_list && definition.code_lists[field.code_list]?.items) || [];
  return codesUnder(codes, field, values, known);
}

/** What no longer belongs to the choice above is taken back; the only one that does is chosen. */
function useChoiceUnder({ field, value, change, needed }: FieldInput, codes: CodeItem[]) {
  const [only] = codes;
  const strange = Boolean(field.parent_field && value && !codes.some((item) => item.code === value));
  const settled = field.parent_field && needed && !value && codes.length === 1 ? only?.code : undefined;
  useEffect(() => {
    if (strange) change(null);
    else if (settled) change(settled);
  }, [strange, settled, change]);
}

export function ChoiceField(input: FieldInput) {
  const codes = useCodes(input.field);
  useChoiceUnder(input, codes);
  if (input.field.parent_field && !codes.length) return <NothingUnder field={input.field} />;
  if (input.field.parent_field) return codes.length <= OPEN_UP_TO ? <OpenChoice {...input} codes={codes} /> : <FoldedChoice {...input} codes={codes} leaves={codes} />;
  const parents = new Set(codes.map((item) => item.parent).filter(Boolean));
  const leaves = codes.filter((item) => !parents.has(item.code));
  return leaves.length <= OPEN_UP_TO ? (
    <OpenChoice {...input} codes={leaves} />
  ) : (
    <FoldedChoice {...input} codes={codes} leaves={leaves} />
  );
}

/** The choice above is still open. */
function NothingUnder({ field }: { field: Field }) {
  const { t } = useTranslation();
  const { definition } = useFormSetting();
  const forms = Object.values(definition.forms).flatMap((form) => form.fields);
  const above = forms.find((each) => each.key === field.parent_field)?.label ?? field.parent_field;
  return <p className="an-help">{t("form.choose_above", { label: above })}</p>;
}

function OpenChoice({ value, change, inputId, needed, codes }: FieldInput & { codes: CodeItem[] }) {
  const { t } = useTranslation();
  const chosen = codes.find((item) => item.code === value);
  return (
    <>
      <div className="an-chips" role="radiogroup">
        {codes.map((item) => (
          <label key={item.code} className={`an-chip${item.code === value ? " an-chip-on" : ""}`}>
            <input
              type="radio"
              name={inputId}
              value={item.code}
              checked={item.code === value}
              onChange={() => change(item.code)}
            />
            {item.label}
          </label>
        ))}
      </div>
      {chosen && !needed && (
        <button type="button" className="an-link" onClick={() => change(null)}>
          {t("form.clear")}
        </button>
      )}
      {chosen?.hint && <p className="an-help">{chosen.hint}</p>}
    </>
  );
}

type Folded = FieldInput & { codes: CodeItem[]; leaves: CodeItem[] };
function FoldedChoice({ field, value, change, inputId, describedBy, invalid, codes, leaves }: Folded) {
  const { t } = useTranslation();
  const groups = codes.filter((item) => !leaves.includes(item));
  const option = (item: CodeItem) => (
    <option key={item.code} value={item.code}>
      {item.label}
    </option>
  );
  return (
    <select
      id={inputId}
      className="an-input"
      value={typeof value === "string" ? value : ""}
      aria-label={field.label}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      onChange={(event) => change(event.target.value || null)}
    >
      <option value="">{t("form.choose")}</option>
      {leaves.filter((item) => !groups.some((group) => group.code === item.parent)).map(option)}
      {groups.map((group) => (
        <optgroup key={group.code} label={group.label}>
          {leaves.filter((item) => item.parent === group.code).map(option)}
        </optgroup>
      ))}
    </select>
  );
}

export function MultiChoiceField({ field, value, change, invalid, needed }: FieldInput) {
  const { t } = useTranslation();
  const codes = useCodes(field);
  const chosen = Array.isArray(value) ? value : [];
  const flip = (code: string) =>
    change(chosen.includes(code) ? chosen.filter((item) => item !== code) : [...chosen, code]);
  const suggestions = <ClauseSuggestions field={field} chosen={chosen.map(String)} choose={flip} />;
  const chips = (
    <div className="an-chips">
      {codes.map((item) => (
        <label key={item.code} className={`an-chip${chosen.includes(item.code) ? " an-chip-on" : ""}`}>
          <input type="checkbox" checked={chosen.includes(item.code)} onChange={() => flip(item.code)} />
          {item.label}
        </label>
      ))}
    </div>
  );
  if (codes.length <= OPEN_UP_TO) return chips;
  return (
    <>
      {suggestions}
      <details className="an-many" open={invalid || needed || undefined}>
        <summary>{t("form.many", { chosen: chosen.length, all: codes.length })}</summary>
        {chips}
      </details>
    </>
  );
}

export function BooleanField({ value, change, inputId }: FieldInput) {
  const { t } = useTranslation();
  return (
    <div className="an-chips" role="radiogroup">
      {[true, false].map((answer) => (
        <label key={String(answer)} className={`an-chip${value === answer ? " an-chip-on" : ""}`}>
          <input type="radio" name={inputId} checked={value === answer} onChange={() => change(answer)} />
          {t(answer ? "form.yes" : "form.no")}
        </label>
      ))}
    </div>
  );
}
