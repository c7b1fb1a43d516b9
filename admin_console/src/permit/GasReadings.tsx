/** Gas tests of a permit, newest first: values with their units, where and by whom, and how old. */
import { useTranslation } from "react-i18next";
import type { Definition, RecordDetail } from "@/api/types";
import { columnsOf, labelOf, type PermitRow, rowsOf } from "@/permit/data";
import { LevelBadge } from "@/record/Badges";
import { fieldsOf } from "@/record/ValueText";
import { Ago } from "@/time/SpanText";

const SHOWN = 3;
/** A column of the value, and the column of its unit where it has one of its own. */
const VALUES = [
  ["oxygen", ""],
  ["flammable", "flammable_unit"],
  ["h2s", "toxic_unit"],
  ["co", "toxic_unit"],
  ["toxic", "toxic_unit"],
] as const;

/** Two readings of one minute stand in the order in which they were recorded. */
const newest = (row: PermitRow) => `${String(row.sampled_at ?? "")} ${String(row["@at"] ?? "")}`;

export function GasReadings({ record, definition }: { record: RecordDetail; definition: Definition }) {
  const { t } = useTranslation();
  const rows = [...rowsOf(record.data, "gas_tests")].sort((a, b) => newest(b).localeCompare(newest(a)));
  if (!rows.length) return null;
  const fields = new Map(Object.values(definition.forms).flatMap((form) => form.fields.map((field) => [field.key, field] as const)));
  const result = columnsOf(fieldsOf(definition).get("gas_tests")).find((column) => column.key === "result");
  const value = (row: PermitRow) =>
    VALUES.flatMap(([key, unitKey]) => {
      const told = row[key];
      if (told === undefined || told === null || told === "") return [];
      const number = typeof told === "object" ? String((told as { value: string }).value) : String(told);
      const unit = unitKey && row[unitKey] ? labelOf(definition, fields.get(unitKey)?.code_list ?? "", String(row[unitKey])) : (fields.get(key)?.unit ?? "");
      return [{ key, label: fields.get(key)?.label ?? key, text: [number, unit].filter(Boolean).join(" ") }];
    });
  return (
    <section className="an-panel" data-testid="gas-readings">
      <h2>
        {t("permit.gas")}
        <small className="an-panel-note">{t("permit.gas_count", { count: rows.length })}</small>
      </h2>
      <ul className="pm-gas">
        {rows.slice(0, SHOWN).map((row, i) => (
          <li key={row["@no"] ?? i}>
            <p>
              <b>{String(row.point ?? "")}</b> <Ago at={String(row.sampled_at ?? "")} /> <span>{record.names?.[row["@by"] ?? ""]}</span>{" "}
              {row.result != null && <LevelBadge level={String(row.result)} label={labelOf(definition, result?.code_list ?? "", String(row.result))} />}
            </p>
            <p className="pm-values">
              {value(row).map((each) => (
                <span key={each.key}>
                  {each.label} <b>{each.text}</b>
                </span>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
