/** Rows of a table: a card each, on the phone one field under the other, at the desk side by side. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { records } from "@/api/endpoints";
import type { Field, FieldError, FieldValue, RecordData } from "@/api/types";
import { askedFields, codesUnder } from "@/form/asking";
import { FieldFault, FieldRow, type FieldInput } from "@/form/FieldRow";
import { FormContext, type FormSetting, useFormSetting } from "@/form/context";
import { addressOf, asValue, enteredAgain, ofRow, rowsOf } from "@/form/rows";

/** More codes than these are not listed as rows at one touch. */
const LISTED_AT_ONCE = 60;

export function TableField({ field, value, change }: FieldInput) {
  const { t } = useTranslation();
  const setting = useFormSetting();
  const rows = rowsOf(value);
  const { current, errors, forget } = useEdited(rows, setting.errors);
  const set = (next: RecordData[]) => {
    current.current = next;
    change(asValue(next));
  };
  const put = (place: number, key: string, entered: FieldValue) => {
    forget(addressOf(field.key, place, key));
    forget(addressOf(field.key, place));
    set(current.current.map((row, i) => (i === place ? { ...row, [key]: entered } : row)));
  };
  const remove = (place: number) => {
    forget(); // the addresses of the others have moved
    set(current.current.filter((_, i) => i !== place));
  };
  const full = Boolean(field.max_items) && rows.length >= (field.max_items ?? 0);
  const missing = useMissingCodes(field, rows);
  useCopied(field, rows, set);
  return (
    <div className="an-rows">
      {rows.map((row, place) => (
        <RowCard
          key={`${place}-${rows.length}`}
          table={field}
          row={row}
          place={place}
          errors={errors}
          put={(key, entered) => put(place, key, entered)}
          remove={() => remove(place)}
        />
      ))}
      {!full && (
        <div className="an-row">
          <button type="button" className="an-button" data-testid={`row-add-${field.key}`} onClick={() => set([...current.current, {}])}>
            {t("form.row_add", { label: field.label })}
          </button>
          {missing && missing.codes.length > 1 && (
            <button
              type="button"
              className="an-button"
              data-testid={`row-all-${field.key}`}
              onClick={() => set([...current.current, ...missing.codes.map((code) => ({ [missing.column]: code }))])}
            >
              {t("form.rows_all", { count: missing.codes.length })}
            </button>
          )}
        </div>
      )}
      {full && <p className="an-help">{t("form.rows_full", { count: rows.length })}</p>}
    </div>
  );
}

type Row = { table: Field; row: RecordData; place: number; errors: Record<string, FieldError>; put: FormSetting["change"]; remove: () => void };
function RowCard({ table, row, place, errors, put, remove }: Row) {
  const { t } = useTranslation();
  const setting = useFormSetting();
  const around = { ...setting.known, ...setting.values };
  const verdicts = setting.judged?.rows.flatMap((judged) => {
    const [column] = Object.keys(ofRow({ [judged.field]: judged }, table.key, place));
    return column ? [{ ...judged, field: column }] : [];
  });
  const own: FormSetting = {
    definition: setting.definition,
    values: row,
    known: around,
    change: put,
    errors: ofRow(errors, table.key, place),
    judged: setting.judged && { ...setting.judged, rows: verdicts ?? [], errors: [], duties: [] },
  };
  const whole = errors[addressOf(table.key, place)];
  return (
    <div className={`an-row-card${whole ? " an-field-wrong" : ""}`} role="group" aria-label={t("form.row", { label: table.label, no: place + 1 })} data-testid={`row-${table.key}-${place}`}>
      <p className="an-row-head">
        <b>{place + 1}</b>
        <button type="button" className="an-link" data-testid={`row-remove-${table.key}-${place}`} onClick={remove}>
          {t("form.row_remove")}
        </button>
      </p>
      <FormContext.Provider value={own}>
        {askedFields(table.columns ?? [], row, around).map((column) => (
          <FieldRow key={column.key} field={column} />
        ))}
      </FormContext.Provider>
      {whole && <FieldFault error={whole} />}
    </div>
  );
}

/** The newest rows (two changes can come at once), and the faults that were not worked on since they were found. */
function useEdited(rows: RecordData[], found: Record<string, FieldError>) {
  const current = useRef(rows);
  useEffect(() => {
    current.current = rows;
  });
  const [mended, setMended] = useState<FieldError[]>([]);
  const errors = Object.fromEntries(Object.entries(found).filter(([, error]) => !mended.includes(error)));
  const forget = (address?: string) => {
    const gone = Object.entries(found).flatMap(([key, error]) => (address === undefined || key === address ? [error] : []));
    if (gone.length) setMended((before) => [...before, ...gone]);
  };
  return { current, errors, forget };
}

/** Takes over the rows of the record that was chosen, once for each, while there are none. */
function useCopied(table: Field, rows: RecordData[], set: (rows: RecordData[]) => void) {
  const { values } = useFormSetting();
  const chosen = table.copies ? values[table.copies.field] : undefined;
  const wanted = typeof chosen === "string" && rows.length === 0 ? chosen : "";
  const taken = useRef("");
  const found = useQuery({
    queryKey: ["copied", table.copies?.of, wanted],
    queryFn: () => records.read(table.copies!.of, wanted),
    enabled: Boolean(wanted),
    staleTime: 60_000,
  });
  const source = found.data?.id === wanted ? found.data : undefined;
  useEffect(() => {
    if (!source || !table.copies || taken.current === source.id) return;
    taken.current = source.id;
    const keys = (table.columns ?? []).filter((column) => !column.hidden).map((column) => column.key);
    const copied = enteredAgain(source.data[table.copies.table] as FieldValue);
    set(copied.map((row) => Object.fromEntries(keys.flatMap((key) => (row[key] === undefined ? [] : [[key, row[key]]])))));
  });
}

/** Codes of the table's first column that have no row yet: a list of measures is answered, not typed. */
function useMissingCodes(table: Field, rows: RecordData[]) {
  const { definition, values, known } = useFormSetting();
  const [first] = askedFields(table.columns ?? [], {}, { ...known, ...values });
  if (first?.kind !== "choice" || !first.code_list) return undefined;
  const items = definition.code_lists[first.code_list]?.items ?? [];
  const there = new Set(rows.map((row) => row[first.key]));
  const codes = codesUnder(items, first, values, known).map((item) => item.code);
  const room = (table.max_items ?? LISTED_AT_ONCE) - rows.length;
  return codes.length > LISTED_AT_ONCE ? undefined : { column: first.key, codes: codes.filter((code) => !there.has(code)).slice(0, Math.max(room, 0)) };
}
