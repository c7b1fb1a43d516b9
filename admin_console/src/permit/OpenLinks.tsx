/** The codes of a record that open without a log-in now: who made each, until when, and an end to it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordDetail } from "@/api/types";
import { type OpenLink, revokeLink } from "@/permit/links";
import { ReadFailure } from "@/problem/Stand";
import { moment } from "@/time/format";

export function OpenLinks({ record, revoked }: { record: RecordDetail; revoked: (link: string) => void }) {
  const { t } = useTranslation();
  const links = record.open_links ?? [];
  if (!links.length) return null;
  return (
    <details className="pm-fold" data-testid="open-links">
      <summary>{t("permit.open_links", { count: links.length })}</summary>
      <ul className="pm-lines">
        {links.map((link) => (
          <Line key={link.id} record={record} link={link} revoked={revoked} />
        ))}
      </ul>
    </details>
  );
}

function Line({ record, link, revoked }: { record: RecordDetail; link: OpenLink; revoked: (link: string) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const revoke = useMutation({
    mutationFn: () => revokeLink(record.type, record.id, link.id),
    onSuccess: () => {
      revoked(link.id);
      return client.invalidateQueries({ queryKey: ["record", record.type, record.id] });
    },
  });
  return (
    <li>
      <b>{t("permit.link_by", { name: link.by.name, at: moment(link.at).slice(5) })}</b>
      <span>{t("permit.link_until", { at: moment(link.until).slice(5) })}</span>
      {link.revocable && (
        <button type="button" className={`an-button${sure ? " an-button-danger" : ""}`} disabled={revoke.isPending} data-testid="link-revoke" onClick={() => (sure ? revoke.mutate() : setSure(true))}>
          {t(sure ? "permit.link_revoke_sure" : "permit.link_revoke")}
        </button>
      )}
      {revoke.isError && <ReadFailure error={revoke.error} again={() => revoke.mutate()} />}
    </li>
  );
}
