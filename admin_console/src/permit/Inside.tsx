/** Who is inside the confined space now, for how long, with which tools; out by one tap. */
import { useTranslation } from "react-i18next";
import type { RecordDetail } from "@/api/types";
import { rowsOf, runningRows } from "@/permit/data";
import { RecordName } from "@/record/RecordName";
import { spanText } from "@/time/SpanText";
import { useNow } from "@/permit/useNow";

export function Inside({ record, leave }: { record: RecordDetail; leave?: (person: string) => void }) {
  const { t } = useTranslation();
  const now = useNow();
  const all = rowsOf(record.data, "passages");
  const inside = runningRows(record.data, "passages");
  if (!all.length) return null;
  return (
    <section className="an-panel" data-testid="inside" data-count={inside.length}>
      <h2>
        {t("permit.inside", { count: inside.length })}
        <small className="an-panel-note">{t("permit.inside_of", { all: all.length })}</small>
      </h2>
      <ul className="pm-inside">
        {inside.map((row, i) => {
          const id = String(row.person ?? "");
          const since = row["@at"] ? (now.getTime() - Date.parse(row["@at"])) / 60_000 : 0;
          const tools = [String(row.tools ?? ""), row.tool_count ? t("permit.tools", { count: Number(row.tool_count) }) : ""].filter(Boolean).join(" ");
          return (
            <li key={row["@no"] ?? i}>
              <div>
                <RecordName kind="person" value={id} />
                <span>{[t("permit.for_so_long", { span: spanText(since, t) }), tools].filter(Boolean).join(" · ")}</span>
              </div>
              {leave && (
                <button type="button" className="an-button" data-testid={`out-${id}`} onClick={() => leave(id)}>
                  {t("permit.out")}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
