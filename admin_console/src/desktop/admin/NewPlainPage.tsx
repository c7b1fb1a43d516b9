/** A new person, area or piece of equipment on a page of its own. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { definitions } from "@/api/endpoints";
import type { RecordData } from "@/api/types";
import { PlainForm } from "@/desktop/admin/PlainForm";
import type { PlainType } from "@/desktop/admin/plainTypes";
import { Loaded } from "@/problem/Stand";

export default function NewPlainPage({ type }: { type: PlainType }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const [address] = useSearchParams();
  const definition = useQuery({ queryKey: ["definition", type], queryFn: () => definitions.read(type), staleTime: 300_000 });
  const org = address.get("org");
  const prefill: RecordData = org ? { org } : {};
  return (
    <section>
      <header className="dk-head">
        <h1>{t(`admin.add_${type}`)}</h1>
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
