/** 现场作业票: every permit that is not over, for those whom no task leads to one: gas testers, patrols, visitors of a place. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { records } from "@/api/endpoints";
import type { Row } from "@/api/types";
import { textOf } from "@/permit/data";
import { TimeLeft } from "@/permit/PermitHead";
import { addPermitTexts } from "@/permit/texts";
import { TopBar } from "@/phone/TopBar";
import { Loaded } from "@/problem/Stand";
import { moment } from "@/time/format";
import "@/permit/permit.css";

addPermitTexts();
const UNENDED = ["preparing", "signing", "issued", "working", "paused", "cancelling", "cancelling_paused", "accepting"];
const SHOWN = 50;
const AGAIN_MS = 30_000;

export default function SitePage() {
  const { t } = useTranslation();
  const go = useNavigate();
  const [text, setText] = useState("");
  return (
    <div className="ph-page">
      <TopBar onBack={() => go("/start")}>{t("report.site_permits")}</TopBar>
      <main className="ph-main">
        <section className="an-panel">
          <label className="an-label" htmlFor="site-text">
            {t("permit.find")}
          </label>
          <input id="site-text" className="an-input" data-testid="site-text" autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
        </section>
        <section className="an-panel ph-reports" data-testid="site-permits">
          <SitePermits query={text.trim() ? { q: text.trim() } : {}} />
        </section>
      </main>
    </div>
  );
}

/** Permits that are not over, newest first; of one place, or that a text finds. */
export function SitePermits({ query }: { query: Record<string, string> }) {
  const { t } = useTranslation();
  const rows = useQuery({
    queryKey: ["rows", "permit", "site", query],
    queryFn: () => records.list("permit", { state: UNENDED.join(","), sort: "-created_at", limit: SHOWN, ...query }),
    refetchInterval: AGAIN_MS,
    placeholderData: (before) => before,
  });
  return (
    <Loaded of={rows}>
      {(page) => (
        <ul>
          {page.items.length === 0 && <li className="an-help">{t("permit.site_none")}</li>}
          {page.items.map((row) => (
            <Line key={row.id} row={row} />
          ))}
        </ul>
      )}
    </Loaded>
  );
}

function Line({ row }: { row: Row }) {
  const start = textOf(row.data, "planned_start");
  const end = textOf(row.data, "planned_end");
  return (
    <li>
      <Link to={`/record/permit/${row.id}`} data-testid={`site-${row.number}`}>
        <span className="pm-site">
          <span className={`pm-state pm-state-${row.state}`}>{row.state_label}</span> {row.level_label} <TimeLeft state={row.state} end={end} />
        </span>
        <b>{row.title}</b>
        <small>{[row.number, row.area?.name, row.owner?.name, end && `${moment(start).slice(5)}–${moment(end).slice(11)}`].filter(Boolean).join(" · ")}</small>
      </Link>
    </li>
  );
}
