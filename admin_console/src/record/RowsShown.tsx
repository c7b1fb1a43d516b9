/** Rows of a table as they are read: columns that hold something, and when and by whom a row was entered. */
import { useTranslation } from "react-i18next";
import type { Definition, Field, FieldValue, RecordData } from "@/api/types";
import { isSet } from "@/form/expressions";
import { ValueText } from "@/record/ValueText";
import { moment } from "@/time/format";
import { RecordName } from "@/record/RecordName";
import "@/record/rows.css";

type Shown = { rows: RecordData[]; table: Field; definition?: Definition };
export function RowsShown({ rows, table, definition }: Shown) {
  const { t } = useTranslation();
  const columns = (table.columns ?? []).filter((column) => rows.some((row) => isSet(row[column.key])));
  const received = rows.some((row) => row["@at"]);
  const ended = rows.some((row) => row["@ended"]);
  if (!rows.length) return <>—</>;
  return (
    <div className="an-rows-shown">
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
