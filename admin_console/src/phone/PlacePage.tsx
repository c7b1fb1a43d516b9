/** What a scanned label leads to: the equipment or area, a report begun for it, and its last hazards. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { records } from "@/api/endpoints";
import type { RecordDetail } from "@/api/types";
import { SitePermits } from "@/permit/SitePage";
import { useDefinition } from "@/phone/PhoneReport";
import { TopBar } from "@/phone/TopBar";
import { beginReport, type Known } from "@/phone/prefill";
import { RowLinks } from "@/phone/RowLinks";
import { Loaded } from "@/problem/Stand";
import { remembered } from "@/queue/remember";
import { EquipmentFacts } from "@/record/Facts";
import { mayRead, mayReadHazards, mayReportHazard } from "@/session/permissions";
import { draftOwner, useSession } from "@/session/session";

type Kind = "equipment" | "area";
export default function PlacePage({ type }: { type: Kind }) {
  const { id = "" } = useParams();
  const go = useNavigate();
  const owner = draftOwner(useSession());
  const place = useQuery({ queryKey: ["record", type, id], queryFn: () => remembered(owner, `${type}.${id}`, () => records.read(type, id)) });
  return (
    <div className="ph-page">
      <TopBar onBack={() => go("/scan")}>
        {place.data?.number ?? ""}
      </TopBar>
      <main className="ph-main">
        <Loaded of={place}>{(found) => <Place place={found} type={type} />}</Loaded>
      </main>
    </div>
  );
}

function Place({ place, type }: { place: RecordDetail; type: Kind }) {
  const { t } = useTranslation();
  const session = useSession();
  const owner = draftOwner(session);
  const go = useNavigate();
  const definition = useDefinition("hazard", mayReportHazard(session));
  const known: Known = type === "equipment" ? { equipment: place.id, area: place.area?.id } : { area: place.id };
  const hazards = useQuery({
    queryKey: ["rows", "hazard", type, place.id],
    queryFn: () => remembered(owner, `hazards.${place.id}`, () => records.list("hazard", { [type]: place.id, sort: "-created_at", limit: 5 })),
    enabled: mayReadHazards(session),
  });
  return (
    <>
      <header className="ph-record-head">
        <h1 data-testid="place-title">{place.title}</h1>
        <p className="an-help">{[place.data.code, place.area?.name, place.org?.name].filter(Boolean).join(" · ")}</p>
      </header>
      {mayReportHazard(session) && (
        <button
          type="button"
          className="an-button an-button-primary an-button-wide ph-big"
          data-testid="place-report"
          disabled={!definition.data}
          onClick={() => definition.data && go(beginReport(owner, definition.data, known))}
        >
          {t("place.report")}
        </button>
      )}
      {mayReadHazards(session) && (
        <section className="an-panel ph-reports" data-testid="place-hazards">
          <h2>{t("place.hazards")}</h2>
          <Loaded of={hazards}>{(page) => <RowLinks rows={page.items} none={t("place.no_hazards")} />}</Loaded>
        </section>
      )}
      {mayRead(session, "permit") && (
        <section className="an-panel ph-reports" data-testid="place-permits">
          <h2>{t("report.site_permits")}</h2>
          <SitePermits query={{ [type]: place.id }} />
        </section>
      )}
      <EquipmentFacts record={place} />
    </>
  );
}
