/** The same kind of job at the same place in the last three days: seen before it is prepared or signed. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { records } from "@/api/endpoints";
import type { RecordDetail } from "@/api/types";
import { textOf } from "@/permit/data";
import { ReadFailure } from "@/problem/Stand";
import { day, moment } from "@/time/format";

const RECENT_HOURS = 72;
const HALF_A_YEAR_DAYS = 182;
const MOST = 20;

/** Permits of the same kind in the same area: those of half a year, and of them the recent ones. */
export function useSimilar(record: RecordDetail) {
  const job = textOf(record.data, "job");
  const area = record.area?.id;
  const since = day(new Date(Date.parse(record.created_at) - HALF_A_YEAR_DAYS * 86_400_000).toISOString());
  const found = useQuery({
    queryKey: ["rows", record.type, "similar", record.id],
    queryFn: () => records.list(record.type, { area, t1: job, created: `${since}..`, sort: "-created_at", limit: MOST }),
    enabled: Boolean(job && area),
    staleTime: 300_000,
  });
  const others = (found.data?.items ?? []).filter((row) => row.id !== record.id);
  const from = Date.parse(record.created_at) - RECENT_HOURS * 3_600_000;
  return { found, others, recent: others.filter((row) => Date.parse(row.created_at) >= from) };
}

export function SimilarJobs({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const { found, others, recent } = useSimilar(record);
  if (found.isError) return <ReadFailure error={found.error} again={() => void found.refetch()} />;
  if (!recent.length) return null;
  return (
    <section className="an-panel an-returned" data-testid="similar" data-recent={recent.length}>
      <h2>{t("permit.similar", { count: recent.length })}</h2>
      <ul className="pm-lines">
        {recent.map((row) => (
          <li key={row.id}>
            <Link to={`/record/${record.type}/${row.id}`}>{row.title}</Link>
            <span>{[row.number, row.level_label, row.state_label, moment(row.created_at)].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ul>
      <p className="an-help">{t("permit.similar_half_year", { count: others.length })}</p>
    </section>
  );
}
