/** Records as sheets of paper: facts, course with evidence and signatures, all events, the seal. */
import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { definitions, records } from "@/api/endpoints";
import { PrintBar } from "@/print/PrintBar";
import { RecordSheet } from "@/print/RecordSheet";
import { Skeleton } from "@/problem/Stand";
import "@/print/print.css";

const MOST = 20;

export default function PrintRecords() {
  const { t } = useTranslation();
  const { type = "" } = useParams();
  const [address] = useSearchParams();
  const ids = (address.get("ids") ?? "").split(",").filter(Boolean).slice(0, MOST);
  const pages = useQueries({
    queries: ids.map((id) => ({
      queryKey: ["print", type, id],
      queryFn: async () => {
        const [record, definition, timeline] = await Promise.all([records.read(type, id), definitions.read(type, id), records.timeline(type, id)]);
        return { record, definition, items: timeline.items };
      },
      staleTime: Infinity,
    })),
  });
  const ready = pages.every((page) => !page.isPending);
  return (
    <main className="pr" data-testid="print-records" data-ready={ready}>
      <PrintBar ready={ready && pages.some((page) => page.data)} />
      {pages.map((page, i) =>
        page.data ? (
          <RecordSheet key={ids[i]} {...page.data} />
        ) : page.isError ? (
          <p key={ids[i]} className="pr-failed" role="alert">
            {t("print.page_failed")}
          </p>
        ) : (
          <Skeleton key={ids[i]} />
        ),
      )}
    </main>
  );
}
