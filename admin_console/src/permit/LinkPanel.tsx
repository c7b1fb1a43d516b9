/** The e-permit's code: shown for others to scan, also printed; it opens without a log-in until its end. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { RecordDetail } from "@/api/types";
import { permits } from "@/permit/calls";
import { OpenLinks } from "@/permit/OpenLinks";
import { ReadFailure } from "@/problem/Stand";
import { moment } from "@/time/format";

/** The code opens below the page's bar: it is brought where others can scan it. */
const inSight = (figure: HTMLElement | null) => figure?.scrollIntoView({ block: "center", behavior: "smooth" });

export function LinkPanel({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const link = useMutation({
    mutationFn: () => permits.link(record.type, record.id),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["record", record.type, record.id] }),
  });
  return (
    <section className="an-panel pm-link" data-testid="link-panel">
      {!link.data && (
        <button type="button" className="an-button an-button-wide" data-testid="link-make" disabled={link.isPending} onClick={() => link.mutate()}>
          {t("permit.show_code")}
        </button>
      )}
      {link.isError && <ReadFailure error={link.error} again={() => link.mutate()} />}
      {link.data && (
        <figure ref={inSight}>
          <img src={permits.codeAddress(link.data.token)} alt={t("permit.code")} width={220} height={220} data-testid="link-code" data-token={link.data.token} />
          <figcaption>{t("permit.code_help", { at: moment(link.data.until) })}</figcaption>
        </figure>
      )}
      <OpenLinks record={record} revoked={(id) => id === link.data?.id && link.reset()} />
    </section>
  );
}
