/** Rows of a table as they are read: columns that hold something, and when and by whom a row was entered. */
import { useTranslation } from "react-i18next";
import type { Definition, Field, FieldValue, RecordData } from "@/api/types";
import { isSet } from "@/form/expressions";
import { ValueText } from "@/record/ValueText";
import { moment } from "@/time/format";
import { RecordName } from "@/record/RecordName";
import "@/record/rows.css";

/** With more columns than these a narrow place shows a block of pairs for each row. */
const WIDE = 3;

type Shown = { rows: RecordData[]; table: Field; definition?: Definition };
export function RowsShown({ rows, table, definition }: Shown) {
  const { t } = useTranslation();
  const columns = (table.columns ?? []).filter((column) => rows.some((row) => isSet(row[column.key])));
  const stamps = new Set(rows.map((row) => (typeof row["@at"] === "string" ? `${moment(row["@at"])} ${row["@by"]}` : "")));
  const [first] = rows;
  const together = stamps.size === 1 && first?.["@at"]; // all at once by one person: said once
  const received = !together && rows.some((row) => row["@at"]);
  const ended = rows.some((row) => row["@ended"]);
  if (!rows.length) return <>—</>;
  return (
    <div className={`an-rows-shown${columns.length > WIDE ? " an-rows-wide" : ""}`}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col">
                {column.label}
              </th>
            ))}
            {received && <th scope="col">{t("form.row_at")}</th>}
            {ended && <th scope="col">{t("form.row_ended")}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place} className={row["@ended"] ? "an-row-ended" : undefined}>
              {columns.map((column) => (
                <td key={column.key} data-label={column.label}>
                  <ValueText value={row[column.key]} field={column} definition={definition} />
                </td>
              ))}
              {received && (
                <td data-label={t("form.row_at")}>
                  <Stamp at={row["@at"]} by={row["@by"]} />
                </td>
              )}
              {ended && (
                <td data-label={t("form.row_ended")}>
                  <Stamp at={row["@ended"]} by={row["@ended_by"]} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {together && (
        <p className="an-panel-note">
          {t("form.row_at")} <Stamp at={first["@at"]} by={first["@by"]} />
        </p>
      )}
    </div>
  );
}

function Stamp({ at, by }: { at: FieldValue; by: FieldValue }) {
  if (typeof at !== "string") return null;
  return (
    <>
      {moment(at)} {typeof by === "string" && by && <RecordName kind="person" value={by} />}
    </>
  );
}
