/** What can be done with the chosen rows; said honestly how many they are. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ColumnShape, ListShape } from "@/api/listTypes";
import { BulkDialog, type BulkKind } from "@/lists/BulkDialog";
import type { ListRow } from "@/lists/cells";
import type { Page } from "@/lists/ListRows";
import { ExportMenu } from "@/lists/ExportMenu";
import { asked } from "@/lists/query";
import type { Chosen } from "@/lists/useChoosing";
import type { List } from "@/lists/useList";
import { useBulkKinds } from "@/lists/useBulkKinds";

export const MOST_SHEETS = 20;
type Props = {
  shape: ListShape;
  list: List;
  columns: ColumnShape[];
  choosing: Chosen;
  rows: ListRow[];
  total?: Page;
  done: () => void;
};
export function BulkBar({ shape, list, columns, choosing, rows, total, done }: Props) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<BulkKind>();
  const kinds = useBulkKinds(shape.type);
  const count = choosing.all ? (total?.total ?? 0) : choosing.chosen.size;
  if (!count) return null;
  const chosen = rows.filter((row) => choosing.chosen.has(row.id));
  const narrowed: Record<string, string> = choosing.all ? {} : { ids: [...choosing.chosen].join(",") };
  const base = { ...asked(list.state, []), ...narrowed };
  const printed = new URLSearchParams({ ...list.state.filters, ...narrowed, sort: list.state.sort, cols: columns.map((column) => column.key).join(",") });
  return (
    <div className="ls-bulk" role="region" aria-label={t("bulk.more")} data-testid="bulk">
      <b>{choosing.all ? t(total?.total_exact === false ? "lists.chosen_all_over" : "lists.chosen_all", { count }) : t("lists.chosen", { count })}</b>
      {!choosing.all && total && total.total > count && (
        <button type="button" className="an-link" onClick={choosing.everything} data-testid="choose-all">
          {t("lists.choose_all", { count: total.total_exact === false ? `${total.total.toLocaleString("en-US")}+` : total.total.toLocaleString("en-US") })}
        </button>
      )}
      {choosing.full && <span className="an-help">{t("lists.choose_limit")}</span>}
      <span className="ls-bulk-tools">
        {shape.may.export && <ExportMenu type={shape.type} base={base} columns={columns} testId="bulk-export" />}
        <a className="an-button" href={`/print/list/${shape.type}?${printed}`} target="_blank" rel="noreferrer" data-testid="print-list">
          {t("lists.print_list")}
        </a>
        {!choosing.all && (
          <a
            className="an-button"
            aria-disabled={count > MOST_SHEETS}
            title={count > MOST_SHEETS ? t("lists.print_sheets_limit") : undefined}
            href={count > MOST_SHEETS ? undefined : `/print/record/${shape.type}?ids=${[...choosing.chosen].join(",")}`}
            target="_blank"
            rel="noreferrer"
            data-testid="print-sheets"
          >
            {t("lists.print_sheets")}
          </a>
        )}
        {!choosing.all &&
          kinds.map((kind) => (
            <button key={kind} type="button" className="an-button" onClick={() => setDoing(kind)} data-testid={`bulk-${kind}`}>
              {t(`bulk.${kind}`)}
            </button>
          ))}
        <button type="button" className="an-link" onClick={choosing.clear}>
          {t("lists.unchoose")}
        </button>
      </span>
      {doing && <BulkDialog kind={doing} type={shape.type} ids={[...choosing.chosen]} rows={chosen} close={() => setDoing(undefined)} done={done} />}
    </div>
  );
}
