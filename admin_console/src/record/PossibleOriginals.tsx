/** While a record is reviewed: open ones that it may be the same as; a click fills the field that merges it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { duplicates } from "@/api/endpoints";
import type { Definition, Outcome, RecordDetail } from "@/api/types";
import type { TaskWork } from "@/record/useTask";
import { moment } from "@/time/format";
import "@/record/beside.css";

/** The task itself must stay in sight below them. */
const FEW = 2;

export function PossibleOriginals({ record, definition, work }: { record: RecordDetail; definition: Definition; work: TaskWork }) {
  const { t } = useTranslation();
  const merging = mergingOf(definition, work.action.outcomes);
  const found = useQuery({
    queryKey: ["originals", record.type, record.id],
    queryFn: () => duplicates.possible(record.type, record.id),
    enabled: Boolean(merging),
    staleTime: 60_000,
  });
  const [all, setAll] = useState(false);
  const known = found.data?.items ?? [];
  if (!merging || !known.length) return null;
  const items = all ? known : known.slice(0, FEW);
  const choose = (id: string) => {
    work.choose(merging.outcome);
    work.setting.change(merging.field, id);
    document.querySelector("[data-testid=task-sheet]")?.scrollIntoView({ block: "center", behavior: "smooth" });
  };
  return (
    <section className="an-panel an-known" data-testid="possible-originals" aria-label={t("known.title")}>
      <h2>{t("known.title")}</h2>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <div>
              <Link to={`/record/${record.type}/${item.id}`}>{item.number}</Link>
              <span className="an-known-why">{item.why.map((why) => t(`known.${why}`)).join(t("form.separator"))}</span>
              <p>{item.title}</p>
              <p className="an-help">{[item.state_label, item.where, moment(item.created_at)].filter(Boolean).join(" · ")}</p>
            </div>
            <button
              type="button"
              className="an-button"
              aria-pressed={work.setting.values[merging.field] === item.id}
              data-testid={`same-as-${item.number}`}
              onClick={() => choose(item.id)}
            >
              {t("known.same")}
            </button>
          </li>
        ))}
      </ul>
      {items.length < known.length && (
        <button type="button" className="an-link" data-testid="more-originals" onClick={() => setAll(true)}>
          {t("known.more", { count: known.length - items.length })}
        </button>
      )}
    </section>
  );
}

/** The outcome whose form asks only for a record of the same type: that is how one is merged. */
function mergingOf(definition: Definition, outcomes: Outcome[]): { outcome: Outcome; field: string } | undefined {
  for (const outcome of outcomes) {
    const fields = outcome.form ? definition.forms[outcome.form]?.fields : undefined;
    const field = fields?.length === 1 ? fields[0] : undefined;
    if (field?.kind === "record" && field.of === definition.type) return { outcome, field: field.key };
  }
  return undefined;
}
