/** What waits for me, by when, and why. */
import { PullToRefresh } from "antd-mobile";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { work } from "@/api/endpoints";
import { Empty, Loaded } from "@/problem/Stand";
import { Notices } from "@/work/Notices";
import { MineTabs, useMineTab } from "@/work/MineTabs";
import { TaskCards } from "@/work/TaskCards";
import { mayReportHazard } from "@/session/permissions";
import { remembered } from "@/queue/remember";
import { useReachable } from "@/api/reach";
import { draftOwner, useSession } from "@/session/session";
import { moment } from "@/time/format";

export function TodoPage() {
  const { t } = useTranslation();
  const session = useSession();
  const mine = useMineTab();
  const owner = draftOwner(session);
  const reachable = useReachable();
  const list = useQuery({ queryKey: ["worklist"], queryFn: () => remembered(owner, "worklist", work.list), refetchInterval: 30_000 });
  return (
    <PullToRefresh onRefresh={async () => void (await list.refetch())}>
      <header className="ph-head">
        <h1>{mine.title}</h1>
        <span>{session.tenant.name}</span>
      </header>
      <MineTabs
        tab={mine.tab}
        setTab={mine.setTab}
        waiting={
          <Loaded of={list}>
            {(data) => (
              <>
                {!reachable && <p className="an-help ph-lead">{t("state.data_time", { at: moment(data.server_time) })}</p>}
                {data.items.length === 0 && <Empty title={t("work.none")} cure={t(mayReportHazard(session) ? "work.none_cure" : "work.none_reader")} />}
                <TaskCards items={data.items} address={(card) => `/record/${card.record.type}/${card.record.id}`} />
                <Notices items={data.notices} limit={3} all="/notices" address={(record) => `/record/${record.type}/${record.id}`} />
              </>
            )}
          </Loaded>
        }
      />
    </PullToRefresh>
  );
}
