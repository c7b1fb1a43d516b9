/** Reporting from the desk: the same form, two columns. */
import { useQuery } from "@tanstack/react-query";
import { message } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { definitions } from "@/api/endpoints";
import { Loaded } from "@/problem/Stand";
import { draftOwner, useSession } from "@/session/session";
import { ReportForm } from "@/record/ReportForm";

export default function ReportPage({ of = "hazard" }: { of?: string }) {
  const { t } = useTranslation();
  const { type = of } = useParams();
  const go = useNavigate();
  const [search] = useSearchParams();
  const session = useSession();
  // What a link already knows of the new record: the hazard, its unit, its people.
  const about = [...search].filter(([key, value]) => key !== "draft" && value);
  const definition = useQuery({ queryKey: ["definition", type], queryFn: () => definitions.read(type), staleTime: 300_000 });
  const [says, holder] = message.useMessage();
  return (
    <>
      {holder}
      <header className="dk-head">
        <h1>{type === "hazard" ? t("report.title", { type: definition.data?.title ?? "" }) : definition.data?.forms[definition.data.start.form]?.title}</h1>
      </header>
      <div className="an-panel dk-report">
        <Loaded of={definition}>
          {(found) => (
            <ReportForm
              definition={found}
              draftKey={search.get("draft") ?? (about.length ? `${draftOwner(session)}.report.${type}.${search.get("hazard") ?? ""}` : undefined)}
              prefill={Object.fromEntries(about)}
              onDone={(record) => go(`/record/${type}/${record.id}`)}
              onKept={() => {
                void says.warning(t("report.kept"));
                go("/");
              }}
            />
          )}
        </Loaded>
      </div>
    </>
  );
}
