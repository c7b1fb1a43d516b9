/** 快速办票: the last jobs once more, or another kind at the last place; either way the ordinary booking, filled in. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { serverNow } from "@/api/serverClock";
import { records } from "@/api/endpoints";
import type { Definition, FieldValue, RecordData, Row } from "@/api/types";
import { newDraft, reportKey, writeDraft } from "@/drafts/store";
import { anotherJob, lastOnes, oneMore } from "@/permit/quick";
import { addPermitTexts } from "@/permit/texts";
import { useDefinition } from "@/phone/PhoneReport";
import { TopBar } from "@/phone/TopBar";
import { Loaded } from "@/problem/Stand";
import { draftOwner, useSession } from "@/session/session";
import { day } from "@/time/format";
import "@/permit/permit.css";

addPermitTexts();
const LOOKED_AT = 20;
const SHOWN = 3;
/** Nobody need be named as guardian yet. */
const UNGUARDED = ["booked", "preparing", "cancelled"];

/** Permits that I booked, or that I am in charge of. */
async function mine(): Promise<Row[]> {
  const parts = await Promise.all((["reported", "assigned"] as const).map((how) => records.list("permit", { mine: how, sort: "-created_at", limit: LOOKED_AT })));
  return parts.flatMap((part) => part.items).sort((a, b) => b.created_at.localeCompare(a.created_at));
}

export default function QuickPage() {
  const { t } = useTranslation();
  const go = useNavigate();
  const definition = useDefinition("permit");
  const last = useQuery({ queryKey: ["rows", "permit", "mine"], queryFn: mine, retry: false });
  return (
    <div className="ph-page">
      <TopBar onBack={() => go("/start")}>{t("permit.quick")}</TopBar>
      <main className="ph-main">
        <Loaded of={definition}>{(defined) => (last.isPending ? null : <Choices definition={defined} rows={last.data ?? []} />)}</Loaded>
      </main>
    </div>
  );
}

function Choices({ definition, rows: all }: { definition: Definition; rows: Row[] }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const session = useSession();
  const [busy, setBusy] = useState(false);
  const rows = lastOnes(all, SHOWN);
  const known = () => ({ session, definition, now: serverNow() });
  const begin = (values: RecordData) => {
    const draft = newDraft(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)));
    writeDraft(reportKey(draftOwner(session), "permit", draft.id), draft);
    go(`/report/permit/${draft.id}`);
  };
  const readLast = (row?: Row) => (row ? records.read("permit", row.id).catch(() => undefined) : Promise.resolve(undefined));
  const guarded = all.filter((row) => !UNGUARDED.includes(row.state));
  const guardedLike = (job: FieldValue) => guarded.find((row) => row.data.job === job) ?? guarded[0];
  const again = async (row: Row) => {
    setBusy(true);
    const [last, ofKind] = await Promise.all([readLast(row), readLast(guardedLike(row.data.job))]);
    setBusy(false);
    if (last) begin(oneMore({ last, ofKind }, known()));
  };
  const another = async (job: string) => {
    setBusy(true);
    const [last, ofKind] = await Promise.all([readLast(rows[0]), readLast(guardedLike(job))]);
    setBusy(false);
    begin(anotherJob(job, { last, ofKind }, known()));
  };
  const jobs = definition.code_lists.permit_job?.items ?? [];
  return (
    <>
      {rows.length > 0 && (
        <section className="an-panel" data-testid="quick-again">
          <h2>{t("permit.once_more")}</h2>
          <div className="pm-again">
            {rows.map((row) => (
              <button key={row.id} type="button" className="an-button pm-once" data-testid={`again-${row.number}`} disabled={busy} onClick={() => void again(row)}>
                <b>{row.level_label}</b>
                <span>{row.title}</span>
                <small>{[row.area?.name, day(row.created_at)].filter(Boolean).join(" · ")}</small>
              </button>
            ))}
          </div>
        </section>
      )}
      <section className="an-panel" data-testid="quick-jobs">
        <h2>{t("permit.which_job")}</h2>
        <div className="pm-grid">
          {jobs.map((item) => (
            <button key={item.code} type="button" className="an-button pm-tile" data-testid={`job-${item.code}`} disabled={busy} onClick={() => void another(item.code)}>
              {item.label}
            </button>
          ))}
        </div>
        <p className="an-help">{t("permit.quick_help")}</p>
      </section>
    </>
  );
}
