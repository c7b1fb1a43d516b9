/** A list of one record type: views, filters, columns, groups, choosing many, keys. */
import { useQueryClient } from "@tanstack/react-query";
import type { InputRef } from "antd";
import { Select } from "antd";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ListShape } from "@/api/listTypes";
import { Hint } from "@/help/Hint";
import { Loaded } from "@/problem/Stand";
import { BulkBar } from "@/lists/BulkBar";
import type { ListRow } from "@/lists/cells";
import { ColumnChooser } from "@/lists/ColumnChooser";
import { KindChips, StateChips } from "@/lists/Chips";
import { FilterBar } from "@/lists/FilterBar";
import { GroupedRows } from "@/lists/GroupedRows";
import { ListRows, type Page } from "@/lists/ListRows";
import { ExportMenu } from "@/lists/ExportMenu";
import { asked, chosenColumns } from "@/lists/query";
import { useChoosing } from "@/lists/useChoosing";
import { type List, useListShape, useListState } from "@/lists/useList";
import { ViewBar } from "@/lists/ViewBar";
import { moment } from "@/time/format";
import "@/lists/lists.css";

type Props = { type: string; title: string; actions?: ReactNode };
export function ListPage({ type, title, actions }: Props) {
  const shape = useListShape(type);
  return <Loaded of={shape}>{(found) => <Shown shape={found} title={title} actions={actions} />}</Loaded>;
}

function Shown({ shape, title, actions }: { shape: ListShape; title: string; actions?: ReactNode }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useListState(shape);
  const search = useRef<InputRef>(null);
  const { shown, missing } = useMemo(() => chosenColumns(list.state, shape.columns, shape.type), [list.state, shape.columns, shape.type]);
  const view = shape.views.find((each) => each.id === list.state.view);
  const [page, setPage] = useState<Page>();
  const [rows, setRows] = useState<ListRow[]>([]);
  const choosing = useChoosing(JSON.stringify(list.state.filters));
  const lost = [...new Set([...(view?.missing ?? []), ...missing])];
  const refresh = () => void client.invalidateQueries({ predicate: (query) => ["rows", "groups"].includes(String(query.queryKey[0])) });
  const part = { shape, list, columns: shown, choosing, searchRef: search };
  return (
    <section className="ls-page">
      <header className="dk-head">
        <h1>{title}</h1>
        {page && (
          <span data-testid="list-total">
            {t(page.total_exact === false ? "list.total_over" : "list.total", { total: page.total.toLocaleString("en-US") })} · {t("state.data_time", { at: moment(page.data_time) })}
          </span>
        )}
        <button type="button" className="an-link" onClick={refresh}>
          {t("lists.refresh")}
        </button>
        {actions}
        {shape.may.export && <ExportMenu type={shape.type} base={asked(list.state, [])} columns={shown} testId="list-export" />}
      </header>
      <Hint name="list" />
      <ViewBar shape={shape} list={list} />
      {lost.length > 0 && (
        <p className="ls-lost" role="status" data-testid="view-missing">
          {t(view?.missing.length ? "view.missing" : "view.missing_columns", { names: named(shape, lost).join(t("form.separator")) })}
        </p>
      )}
      <StateChips shape={shape} list={list} />
      <KindChips shape={shape} list={list} />
      <div className="ls-tools">
        <FilterBar shape={shape} list={list} searchRef={search} />
        <Tools shape={shape} list={list} />
        <ColumnChooser shapes={shape.columns} shown={shown} change={(columns) => list.change({ columns })} />
      </div>
      {list.state.group ? (
        <GroupedRows {...part} onRows={setRows} onPage={setPage} />
      ) : (
        <ListRows {...part} onRows={setRows} onPage={setPage} keys />
      )}
      <BulkBar shape={shape} list={list} columns={shown} choosing={choosing} rows={rows} total={page} done={refresh} />
    </section>
  );
}
const named = (shape: ListShape, keys: string[]) => keys.map((key) => shape.columns.find((column) => column.key === key)?.label ?? key);

function Tools({ shape, list }: { shape: ListShape; list: List }) {
  const { t } = useTranslation();
  const groups = shape.columns.filter((column) => column.group);
  if (!groups.length) return null;
  return (
    <label className="ls-group-choice">
      {t("lists.group")}
      <Select
        value={list.state.group}
        onChange={(group) => list.change({ group })}
        options={[{ value: "", label: t("lists.group_none") }, ...groups.map((column) => ({ value: column.key, label: column.label }))]}
        popupMatchSelectWidth={false}
        data-testid="group"
      />
    </label>
  );
}
