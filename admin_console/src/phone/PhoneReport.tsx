/** The report form on the phone; its draft is in the address, so that a killed tab comes back to it. */
import { useQuery } from "@tanstack/react-query";
import { Toast } from "antd-mobile";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useNavigate, useParams } from "react-router";
import { definitions } from "@/api/endpoints";
import type { RecordData } from "@/api/types";
import { newId } from "@/capture/ids";
import { reportKey } from "@/drafts/store";
import { askedInQuick } from "@/permit/quick";
import { TopBar } from "@/phone/TopBar";
import { Loaded } from "@/problem/Stand";
import { remembered } from "@/queue/remember";
import { ReportForm } from "@/record/ReportForm";
import { draftOwner, useSession } from "@/session/session";

/** What a phone fills in by itself, or what few reports need: below the rest, folded. */
const SELDOM_CHANGED: Record<string, string[]> = { permit: ["job", "applicant_unit", "contractor", "position", "guardians", "risks", "replaces", "applicant_signature"] };
/** Few bookings, but those of quick mode show who guards. */
const foldedOf = (type: string, values: RecordData) => (SELDOM_CHANGED[type] ?? []).filter((key) => !(askedInQuick(values).length && key === "guardians"));

export function PhoneReport() {
  const { t } = useTranslation();
  const { type = "hazard", draft } = useParams();
  const go = useNavigate();
  const owner = draftOwner(useSession());
  const definition = useDefinition(type);
  const form = definition.data?.forms[definition.data.start.form];
  if (!draft) return <Navigate to={`/report/${type}/${newId()}`} replace />;
  return (
    <div className="ph-page">
      <TopBar onBack={() => go("/start")}>
        {type === "hazard" ? t("report.title", { type: definition.data?.title ?? "" }) : (form?.title ?? "")}
      </TopBar>
      <main className="ph-main ph-main-bar">
        {type === "gas_check" && (
          <p className="an-note">
            <Link to="/permit/site">{t("report.gas_of_permit")}</Link>
          </p>
        )}
        <Loaded of={definition}>
          {(found) => (
            <ReportForm
              key={draft}
              definition={found}
              draftKey={reportKey(owner, type, draft)}
              draftId={draft}
              folded={(values) => foldedOf(type, values)}
              needed={askedInQuick}
              onDone={(record) => {
                Toast.show({ position: "top", content: t("report.sent", { number: record.number }) });
                go(`/record/${type}/${record.id}`, { replace: true });
              }}
              onKept={() => go("/queue", { replace: true })}
            />
          )}
        </Loaded>
      </main>
    </div>
  );
}

/** The definition, also without a signal once it was read. */
export function useDefinition(type: string, enabled = true) {
  const owner = draftOwner(useSession());
  return useQuery({
    queryKey: ["definition", type],
    queryFn: () => remembered(owner, `definition.${type}`, () => definitions.read(type)),
    staleTime: 300_000,
    enabled,
  });
}
