/** The plant's permits now: on the plan, who runs out of time, who guards, what alarms are open; never without its age. */
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import type { RowPage } from "@/api/types";
import { AlarmList, Guards, Overtime, PermitLines } from "@/permit/LiveLists";
import { LivePlan } from "@/permit/LivePlan";
import { LiveFilters } from "@/permit/LiveFilters";
import { countBy, narrow, ON_THE_BOARD } from "@/permit/live";
import { SuspendAll } from "@/permit/SuspendAll";
import { addPermitTexts } from "@/permit/texts";
import { useLivePermits } from "@/permit/useLivePermits";
import { useNow } from "@/permit/useNow";
import { Loaded } from "@/problem/Stand";
import "@/permit/permit.css";
import "@/permit/live.css";

addPermitTexts();
const OLD_AFTER_SECONDS = 15;

export default function LivePage({ wall = false }: { wall?: boolean }) {
  const live = useLivePermits();
  return (
    <section className={`pm-live${wall ? " pm-wall" : ""}`} data-testid="live-board">
      <Loaded of={live.permits}>{(page) => <Shown page={page} live={live} wall={wall} />}</Loaded>
    </section>
  );
}

function Shown({ page, live, wall }: { page: RowPage; live: ReturnType<typeof useLivePermits>; wall: boolean }) {
  const { t } = useTranslation();
  const now = useNow(1);
  const [address, setAddress] = useSearchParams();
  const chosen = { job: address.get("job") ?? "", area: address.get("area") ?? "" };
  const choose = (part: Partial<typeof chosen>) => setAddress(Object.entries({ ...chosen, ...part }).filter(([, value]) => value), { replace: true });
  const rows = narrow(page.items, chosen);
  const states = countBy(rows, (row) => row.state);
  const label = (state: string) => rows.find((row) => row.state === state)?.state_label ?? state;
  const alarms = live.alarms.data?.items ?? [];
  return (
    <>
      <header className="dk-head">
        <h1>{t("permit.live_title")}</h1>
        <Age at={live.permits.dataUpdatedAt} failed={live.permits.isError} now={now} />
        {!wall && <SuspendAll rows={page.items.filter((row) => row.state === "working")} />}
        <Link className="an-button" to={`${wall ? "/permits/live" : "/wall/permits"}?${address}`} data-testid="wall">
          {t(wall ? "permit.wall_leave" : "permit.wall")}
        </Link>
      </header>
      <div className="pm-counts">
        {ON_THE_BOARD.filter((state) => states.has(state)).map((state) => (
          <Link key={state} to={`/permit?${new URLSearchParams({ state, ...(chosen.job && { t1: chosen.job }), ...(chosen.area && { area: chosen.area }) })}`} className={`pm-count pm-count-${state}`} data-testid={`count-${state}`}>
            <b>{states.get(state)}</b>
            <span>{label(state)}</span>
          </Link>
        ))}
        <Link to="/permit_alarm?state=open,confirming" className={`pm-count${alarms.length ? " pm-count-alarm" : ""}`} data-testid="count-alarms">
          <b>{live.alarms.data ? alarms.length : "–"}</b>
          <span>{t("permit.open_alarms")}</span>
        </Link>
        <LiveFilters rows={page.items} chosen={chosen} choose={choose} />
      </div>
      {page.total > page.items.length && <p className="an-warn">{t("permit.live_partly", { shown: page.items.length, total: page.total })}</p>}
      <div className="pm-live-two">
        <div>
          <LivePlan alarms={alarms} rows={narrow(page.items, { ...chosen, area: "" })} now={now} selected={chosen.area} select={(id) => choose({ area: id === chosen.area ? "" : id })} />
          <PermitLines rows={rows} now={now} narrowed={Boolean(chosen.area)} all={() => choose({ area: "" })} />
        </div>
        <aside>
          <Overtime rows={rows} now={now} />
          <AlarmList alarms={live.alarms} now={now} />
          <Guards rows={rows} presence={live.presence} now={now} />
        </aside>
      </div>
    </>
  );
}

/** How old the figures are; said loudly once they are older than they may be. */
function Age({ at, failed, now }: { at: number; failed: boolean; now: Date }) {
  const { t } = useTranslation();
  const seconds = Math.max(0, Math.round((Date.now() - at) / 1000));
  void now;
  return (
    <span className={failed || seconds > OLD_AFTER_SECONDS ? "pm-old" : ""} data-testid="live-age" role="status">
      {t(failed ? "permit.live_lost" : "permit.live_age", { seconds })}
    </span>
  );
}
