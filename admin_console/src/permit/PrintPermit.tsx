/** A permit on paper: three copies, each named after who holds it, with the code of the e-permit and the ledger's head. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { definitions, records } from "@/api/endpoints";
import { permits } from "@/permit/calls";
import { textOf } from "@/permit/data";
import { PermitSheet } from "@/permit/PermitSheet";
import { addPermitTexts } from "@/permit/texts";
import { PrintBar } from "@/print/PrintBar";
import { Loaded } from "@/problem/Stand";
import { KnownNames } from "@/record/RecordName";
import "@/print/print.css";
import "@/permit/print.css";

addPermitTexts();
const COPIES = [1, 2, 3] as const;

export default function PrintPermit() {
  const { id = "" } = useParams();
  const page = useQuery({
    queryKey: ["print", "permit", id],
    queryFn: async () => {
      const [record, definition] = await Promise.all([records.read("permit", id), definitions.read("permit", id)]);
      const link = await permits.link("permit", id).catch(() => undefined);
      return { record, definition, token: link?.token };
    },
    staleTime: Infinity,
  });
  return (
    <main className="pr pm-print" data-testid="print-permit" data-ready={page.isSuccess}>
      <PrintBar ready={page.isSuccess} />
      <Loaded of={page}>
        {(found) => (
          <KnownNames.Provider value={found.record.names ?? {}}>
            {COPIES.map((copy) => (
              <PermitSheet key={copy} {...found} copy={copy} holder={<Holder copy={copy} job={textOf(found.record.data, "job")} level={found.record.level ?? ""} />} />
            ))}
          </KnownNames.Provider>
        )}
      </Loaded>
    </main>
  );
}

/** GB 30871-2022 Table B.2: who holds which copy. */
function Holder({ copy, job, level }: { copy: 1 | 2 | 3; job: string; level: string }) {
  const { t } = useTranslation();
  if (copy === 1) return t("permit.holder_guardian");
  if (copy === 2) return t(`permit.holder_second_${job as "hot_work"}`);
  return t(job === "hot_work" && level !== "hot_2" ? "permit.holder_third_safety" : `permit.holder_third_${job as "hot_work"}`);
}
