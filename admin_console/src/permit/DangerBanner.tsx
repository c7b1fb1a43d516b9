/** What is wrong at the place now, before everything else: gas over its limit, alarms that nobody has closed. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { records } from "@/api/endpoints";
import type { Definition, RecordDetail } from "@/api/types";
import { LIVE, rowsOf, runningRows } from "@/permit/data";
import { overLimit } from "@/permit/guarding";
import { mayRead } from "@/session/permissions";
import { useSession } from "@/session/session";
import { Ago } from "@/time/SpanText";

const AGAIN_MS = 30_000;
const SHOWN = 5;

export function DangerBanner({ record, definition }: { record: RecordDetail; definition: Definition }) {
  const { t } = useTranslation();
  const session = useSession();
  const alarms = useQuery({
    queryKey: ["rows", "permit_alarm", "of", record.id],
    queryFn: () => records.list("permit_alarm", { state: "open,confirming", t2: record.id, sort: "-created_at", limit: SHOWN }),
    refetchInterval: AGAIN_MS,
    enabled: mayRead(session, "permit_alarm"),
    retry: false,
  });
  const open = alarms.data?.items ?? [];
  const over = LIVE.includes(record.state) ? overLimit(record, definition) : undefined;
  const inside = runningRows(record.data, "passages").length;
  if (!over && !open.length) return null;
  return (
    <section className="pm-danger" role="alert" data-testid="danger">
      {over && (
        <>
          <h2>{t("permit.gas_over")}</h2>
          <p>
            {over.label} · {String(over.row.point ?? "")} <Ago at={String(over.row.sampled_at ?? "")} />
          </p>
          {rowsOf(record.data, "passages").length > 0 && <p>{t("permit.get_out", { count: inside })}</p>}
        </>
      )}
      {open.length > 0 && (
        <ul>
          {open.map((row) => (
            <li key={row.id}>
              <Link to={`/record/permit_alarm/${row.id}`} data-testid={`alarm-${row.number}`}>
                <b>{row.title}</b>
                <small>
                  {[t("permit.alarm"), row.number, row.state_label].join(" · ")} <Ago at={String(row.data.since ?? row.created_at)} />
                </small>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
