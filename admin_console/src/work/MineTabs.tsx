/** 待办, 我发起的, 我已办, 抄送我的: the same four tabs at the desk and on the phone. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { records } from "@/api/endpoints";
import { Empty, Loaded } from "@/problem/Stand";
import { LevelBadge, StateBadge } from "@/record/Badges";
import { mayReadHazards } from "@/session/permissions";
import { useSession } from "@/session/session";
import { moment } from "@/time/format";
import "@/habits/habits.css";

const TABS = ["waiting", "reported", "handled", "copied"] as const;
export type Tab = (typeof TABS)[number];

type Props = { waiting: ReactNode; tab: Tab; setTab: (tab: Tab) => void };
export function MineTabs({ waiting, tab, setTab }: Props) {
  const { t } = useTranslation();
  if (!mayReadHazards(useSession())) return <>{waiting}</>;
  return (
    <>
      <div className="an-tabs" role="tablist">
        {TABS.map((key) => (
          <button key={key} type="button" role="tab" aria-selected={tab === key} data-testid={`mine-tab-${key}`} onClick={() => setTab(key)}>
            {t(`habit.tab_${key}`)}
          </button>
        ))}
      </div>
      {tab === "waiting" ? waiting : <Mine mine={tab} />}
    </>
  );
}

/** Which tab is open, and what the page is called by it. */
export function useMineTab(): { tab: Tab; setTab: (tab: Tab) => void; title: string } {
  const { t } = useTranslation();
  const [tab, setTab] = useState<Tab>("waiting");
  return { tab, setTab, title: t(tab === "waiting" ? "work.title" : `habit.tab_${tab}`) };
}

function Mine({ mine }: { mine: Exclude<Tab, "waiting"> }) {
  const { t } = useTranslation();
  const rows = useQuery({
    queryKey: ["rows", "hazard", mine],
    queryFn: () => records.list("hazard", { mine, sort: "-created_at", limit: 50 }),
  });
  return (
    <Loaded of={rows}>
      {(page) =>
        page.items.length === 0 ? (
          <Empty title={t(`habit.none_${mine}`)} />
        ) : (
          <ul className="an-panel an-mine" data-testid="mine-list">
            {page.items.map((row) => (
              <li key={row.id}>
                <Link to={`/record/hazard/${row.id}`}>
                  <LevelBadge level={row.level} label={row.level_label} /> <StateBadge row={row} />
                  <b>{row.title}</b>
                  <small>{[row.number, row.org?.name, moment(row.created_at)].filter(Boolean).join(" · ")}</small>
                </Link>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}
