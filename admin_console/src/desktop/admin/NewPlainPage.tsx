/** A new person, area or piece of equipment on a page of its own. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { definitions } from "@/api/endpoints";
import type { RecordData } from "@/api/types";
import { PlainForm } from "@/desktop/admin/PlainForm";
import type { PlainType } from "@/desktop/admin/plainTypes";
import { KEPT_TYPES, type PermitType } from "@/permit/types";
import { Loaded } from "@/problem/Stand";
import { useSession } from "@/session/session";

export default function NewPlainPage({ type }: { type: PlainType | PermitType }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const [address] = useSearchParams();
  const definition = useQuery({ queryKey: ["definition", type], queryFn: () => definitions.read(type), staleTime: 300_000 });
  const org = address.get("org");
  const own = useSession().person?.org?.path;
  // What is kept for permits holds for a unit: one's own until another is chosen.
  const kept = KEPT_TYPES.some((each) => each === type);
  const unit = kept ? definition.data?.forms[definition.data.start.form]?.fields.find((field) => field.kind === "org" && field.required)?.key : undefined;
  const prefill: RecordData = org ? { org } : unit && own ? { [unit]: own } : {};
  return (
    <section>
      <header className="dk-head">
        <h1>{kept ? t("live.add", { type: definition.data?.title ?? "" }) : t(`admin.add_${type as PlainType}`)}</h1>
      </header>
      <div className="an-panel">
        <Loaded of={definition}>
          {(found) => (
            <PlainForm
              definition={found}
              fields={found.forms[found.start.form]!.fields}
              prefill={prefill}
              draft="new"
              onDone={(record) => go(`/record/${type}/${record.id}`, { replace: true })}
              leave={() => go(`/${type}`)}
            />
          )}
        </Loaded>
      </div>
    </section>
  );
}
