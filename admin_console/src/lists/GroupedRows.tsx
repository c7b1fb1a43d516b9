/** A list in groups: each with its count, opened one by one. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Group, ListShape } from "@/api/listTypes";
import { Empty, Loaded } from "@/problem/Stand";
import { lists } from "@/lists/calls";
import { ListRows, type RowsProps } from "@/lists/ListRows";

export function GroupedRows(props: RowsProps) {
  const { t } = useTranslation();
  const { shape, list, onPage, onRows } = props;
  const { filters, group } = list.state;
  const groups = useQuery({
    queryKey: ["groups", shape.type, group, filters],
    queryFn: () => lists.groups(shape.type, { by: group, ...filters }),
  });
  useEffect(() => {
    if (!groups.data) return;
    const total = groups.data.items.reduce((sum, each) => sum + each.count, 0);
    onPage?.({ total, total_exact: !groups.data.more, data_time: groups.data.data_time });
    onRows?.([]);
  }, [groups.data, onPage, onRows]);
  return (
    <Loaded of={groups}>
      {(found) =>
        found.items.length ? (
          <div className="ls-groups" data-testid="groups">
            {found.items.map((each, i) => (
              <OneGroup key={each.value} {...props} onPage={undefined} onRows={undefined} group={each} first={i === 0} />
            ))}
            {found.more && <p className="an-help">{t("lists.group_more")}</p>}
          </div>
        ) : (
          <Empty title={t("lists.none_here")} cure={t("lists.none_here_cure")} />
        )
      }
    </Loaded>
  );
}

function OneGroup({ group, first, ...rows }: RowsProps & { group: Group; first: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(first);
  return (
    <section className="ls-group">
      <button type="button" className="ls-group-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span aria-hidden>{open ? "▾" : "▸"}</span>
        <b>{group.label || t("lists.group_empty")}</b>
        <span>{t("ledger.count", { count: group.count })}</span>
        {group.late > 0 && <em>{t("lists.late_of", { count: group.late })}</em>}
      </button>
      {open && <ListRows {...rows} within={narrowed(rows.shape, rows.list.state.group, group, rows.list.state.filters)} />}
    </section>
  );
}

/** The filter that finds exactly this group's rows. */
function narrowed(shape: ListShape, key: string, group: Group, filters: Record<string, string>): Record<string, string> {
  const column = shape.columns.find((each) => each.key === key);
  if (!column?.filter) return {};
  if (group.value) return { [column.filter]: group.value };
  return { blank: [filters.blank, column.sort].filter(Boolean).join(",") };
}
