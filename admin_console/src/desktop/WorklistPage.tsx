/** The desk's home: what waits for me, and how the loop closes. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { work } from "@/api/endpoints";
import { ClosureRateCard } from "@/desktop/ClosureRateCard";
import { Hint } from "@/help/Hint";
import { Empty, Loaded } from "@/problem/Stand";
import { UnsentReports } from "@/record/Unsent";
import { mayReadRate, mayReportHazard } from "@/session/permissions";
import { useSession } from "@/session/session";
import { moment } from "@/time/format";
import { useNavigate } from "react-router";
import { Notices } from "@/work/Notices";
import { MineTabs, useMineTab } from "@/work/MineTabs";
import { TaskGroups } from "@/lists/TaskGroups";
import "@/lists/lists.css";

export default function WorklistPage() {
  const { t } = useTranslation();
  const session = useSession();
  const mine = useMineTab();
  const go = useNavigate();
  const list = useQuery({ queryKey: ["worklist"], queryFn: work.list, refetchInterval: 30_000 });
  return (
    <div className="dk-two">
      <section>
        <header className="dk-head">
          <h1>{mine.title}</h1>
          {list.data && mine.tab === "waiting" && (
            <span>
              {t("work.count", { count: list.data.items.length })} · {t("state.data_time", { at: moment(list.data.server_time) })}
            </span>
          )}
          {mayReportHazard(session) && (
            <Link className="an-button an-button-primary" to="/report/hazard" data-testid="report-open">
              {t("report.button")}
            </Link>
          )}
        </header>
        <Hint name="work" />
        <UnsentReports
          open={(record) => go(`/record/${record.type}/${record.id}`)}
          edit={(type, _id, key) => go(`/report/${type}?draft=${encodeURIComponent(key)}`)}
        />
        <MineTabs
          tab={mine.tab}
          setTab={mine.setTab}
          waiting={
            <Loaded of={list}>
              {(data) =>
                data.items.length ? (
                  <TaskGroups items={data.items} />
                ) : (
                  <Empty title={t("work.none")} cure={t(mayReportHazard(session) ? "work.none_cure" : "work.none_reader")} />
                )
              }
            </Loaded>
          }
        />
      </section>
      <aside>
        {mayReadRate(session) && <ClosureRateCard />}
        {list.data && <Notices items={list.data.notices} address={(record) => `/record/${record.type}/${record.id}`} />}
      </aside>
    </div>
  );
}
