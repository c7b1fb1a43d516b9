/** A list on paper: what it was narrowed by, when, and its rows in the columns that were in sight. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { records } from "@/api/endpoints";
import type { ListShape } from "@/api/listTypes";
import { cell, type ListRow, widthOf } from "@/lists/cells";
import { asked, chosenColumns, readState } from "@/lists/query";
import { useListShape } from "@/lists/useList";
import { filterWords, isReference } from "@/lists/words";
import { PrintBar } from "@/print/PrintBar";
import { Loaded } from "@/problem/Stand";
import { RecordName } from "@/record/RecordName";
import { useSession } from "@/session/session";
import { moment } from "@/time/format";
import "@/print/print.css";

/** What is still paper that somebody reads; beyond it a file is better. */
const MOST = 1000;

export default function PrintList() {
  const { type = "" } = useParams();
  const shape = useListShape(type);
  return <Loaded of={shape}>{(found) => <Shown shape={found} />}</Loaded>;
}

function Shown({ shape }: { shape: ListShape }) {
  const { t } = useTranslation();
  const session = useSession();
  const [address] = useSearchParams();
  const state = readState(address, shape.views);
  const columns = chosenColumns(state, shape.columns, shape.type).shown.filter((column) => column.key !== "photo");
  const rows = useQuery({ queryKey: ["print-list", shape.type, state], queryFn: () => readAll(shape.type, asked(state, columns)), staleTime: Infinity });
  return (
    <main className="pr pr-wide" data-testid="print-list-page" data-ready={Boolean(rows.data)}>
      <PrintBar ready={Boolean(rows.data)} />
      <article className="pr-sheet">
        <header className="pr-head">
          <div>
            <p>{session.tenant.name}</p>
            <h1>{t("print.list_title", { title: shape.title })}</h1>
            <Conditions shape={shape} filters={state.filters} />
          </div>
        </header>
        <Loaded of={rows}>
          {(data) => (
            <>
              <table className="pr-list">
                <colgroup>
                  {columns.map((column) => (
                    <col key={column.key} style={{ width: `${widthOf(column)}px` }} />
                  ))}
                </colgroup>
                <thead>
                  <tr>
                    {columns.map((column) => (
                      <th key={column.key}>{column.label}</th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {data.items.map((row) => (
                    <tr key={row.id}>
                      {columns.map((column) => (
                        <td key={column.key}>{column.key === "due" ? moment(row.due) : cell(column, row, { type: shape.type, q: "", t })}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
              <footer className="pr-foot">
                <p>
                  {t("print.rows", { count: data.total, shown: data.items.length })} · {t("state.data_time", { at: moment(data.data_time) })} ·{" "}
                  {t("print.printed", { at: moment(new Date().toISOString()), name: session.person?.name ?? session.account.name })}
                </p>
              </footer>
            </>
          )}
        </Loaded>
      </article>
    </main>
  );
}

async function readAll(type: string, query: Record<string, string>) {
  const items: ListRow[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await records.list(type, { ...query, limit: 200, cursor });
    items.push(...(page.items as ListRow[]));
    cursor = page.next_cursor;
    if (!cursor || items.length >= MOST) return { items, total: page.total, data_time: page.data_time };
  }
}

function Conditions({ shape, filters }: { shape: ListShape; filters: Record<string, string> }) {
  const { t } = useTranslation();
  const said = Object.entries(filters).flatMap(([name, value]) => {
    const column = shape.columns.find((each) => each.filter === name);
    if (name === "overdue") return [<span key={name}>{t("view.overdue")}</span>];
    if (name === "mine") return [<span key={name}>{t(value === "assigned" ? "view.assigned" : "view.reported")}</span>];
    if (name === "q") return [<span key={name}>{`“${value}”`}</span>];
    if (!column) return [];
    return [
      <span key={name}>
        {column.label}: {isReference(column) ? <RecordName kind={column.kind as "person"} value={value} /> : filterWords(column, value, t)}
      </span>,
    ];
  });
  return said.length ? <p className="pr-conditions">{said}</p> : null;
}
