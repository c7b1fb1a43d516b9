/** Words and whatever else narrows the list; each shown and removable. */
import { Dropdown, Input, type InputRef, Popover } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ColumnShape, ListShape } from "@/api/listTypes";
import { RecordName } from "@/record/RecordName";
import { FilterEditor } from "@/lists/FilterEditor";
import type { List } from "@/lists/useList";
import { filterWords, isReference } from "@/lists/words";

type Props = { shape: ListShape; list: List; searchRef: React.RefObject<InputRef | null> };
export function FilterBar({ shape, list, searchRef }: Props) {
  const { t } = useTranslation();
  const { filters } = list.state;
  const [fresh, setFresh] = useState("");
  const usable = shape.columns.filter((column) => column.filter && column.filter !== "state");
  const set = usable.filter((column) => filters[column.filter!] || column.filter === fresh);
  const idle = usable.filter((column) => !set.includes(column));
  const q = filters.q ?? "";
  return (
    <div className="ls-filters" data-testid="filters">
      <Input.Search
        ref={searchRef}
        key={q}
        allowClear
        defaultValue={q}
        placeholder={t("lists.search")}
        aria-label={t("lists.search")}
        title={t("lists.search_hint")}
        onSearch={(text) => list.filter("q", text.trim())}
        className="ls-search"
        data-testid="list-search"
      />
      {set.map((column) => (
        <FilterPill
          key={column.filter}
          column={column}
          value={filters[column.filter!] ?? ""}
          open={column.filter === fresh}
          change={(value) => {
            setFresh("");
            list.filter(column.filter!, value);
          }}
          close={() => setFresh("")}
        />
      ))}
      {filters.overdue && <FlagPill label={t("view.overdue")} remove={() => list.filter("overdue", "")} />}
      {filters.mine && <FlagPill label={t(filters.mine === "assigned" ? "view.assigned" : "view.reported")} remove={() => list.filter("mine", "")} />}
      {filters.blank && (
        <FlagPill
          label={`${blankLabels(shape, filters.blank).join(t("form.separator"))}: ${t("lists.blank")}`}
          remove={() => list.filter("blank", "")}
        />
      )}
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            ...(shape.columns.some((column) => column.key === "due") ? [{ key: "overdue", label: t("view.overdue"), onClick: () => list.filter("overdue", "1") }] : []),
            ...idle.map((column) => ({ key: column.filter!, label: column.label, onClick: () => setFresh(column.filter!) })),
          ],
        }}
      >
        <button type="button" className="an-button ls-add" data-testid="filter-add">
          + {t("lists.add_filter")}
        </button>
      </Dropdown>
      {Object.keys(filters).length > 0 && (
        <button type="button" className="an-link" onClick={() => list.change({ filters: {} })} data-testid="filter-clear">
          {t("lists.clear")}
        </button>
      )}
    </div>
  );
}
const blankLabels = (shape: ListShape, blank: string) =>
  blank.split(",").map((name) => shape.columns.find((column) => column.sort === name)?.label ?? name);

type Pill = { column: ColumnShape; value: string; open: boolean; change: (value: string) => void; close: () => void };
function FilterPill({ column, value, open, change, close }: Pill) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  useEffect(() => setShown(open), [open]);
  const words = value ? filterWords(column, value, t) : t("lists.any");
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={shown}
      onOpenChange={(next) => {
        setShown(next);
        if (!next) close();
      }}
      destroyOnHidden
      content={
        <FilterEditor
          column={column}
          value={value}
          change={(next) => {
            setShown(false);
            change(next);
          }}
        />
      }
    >
      <span className={`ls-pill${value ? " ls-pill-set" : ""}`} data-testid={`filter-${column.filter}`}>
        <button type="button" className="ls-pill-name">
          {column.label}: {value && isReference(column) ? <RecordName kind={column.kind as "person"} value={value} /> : <b>{words}</b>}
        </button>
        {value && (
          <button
            type="button"
            className="ls-pill-end"
            aria-label={`${t("lists.remove_filter")} ${column.label}`}
            onClick={(event) => {
              event.stopPropagation();
              change("");
            }}
          >
            ×
          </button>
        )}
      </span>
    </Popover>
  );
}
function FlagPill({ label, remove }: { label: string; remove: () => void }) {
  const { t } = useTranslation();
  return (
    <span className="ls-pill ls-pill-set">
      <span className="ls-pill-name">
        <b>{label}</b>
      </span>
      <button type="button" className="ls-pill-end" aria-label={`${t("lists.remove_filter")} ${label}`} onClick={remove}>
        ×
      </button>
    </span>
  );
}
