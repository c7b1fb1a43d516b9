/** The limits that hold here: each with the layers that set it, its clause, and the gates that compare with it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { found, type Standards, standards } from "@/desktop/standards/calls";
import { LimitRow } from "@/desktop/standards/LimitRow";
import { Empty, Loaded } from "@/problem/Stand";
import { mayAudit } from "@/session/permissions";
import { useSession } from "@/session/session";
import "@/desktop/standards/standards.css";

export default function StandardsPage() {
  const { t, i18n } = useTranslation();
  const known = useQuery({ queryKey: ["standards", i18n.language], queryFn: standards.read, staleTime: 60_000 });
  return (
    <section data-testid="standards">
      <header className="dk-head">
        <h1>{t("standards.title")}</h1>
      </header>
      <p className="an-help">{t("standards.intro")}</p>
      <Loaded of={known}>{(all) => <Shown all={all} />}</Loaded>
    </section>
  );
}

function Shown({ all }: { all: Standards }) {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const [words, setWords] = useState("");
  const table = address.get("table") ?? "";
  const limits = found(all.limits, table, words);
  const gate = all.limits.flatMap((limit) => limit.gates).find((each) => each.table === table);
  return (
    <>
      <div className="sd-tools">
        <input className="an-input" type="search" aria-label={t("standards.search")} placeholder={t("standards.search")} value={words} onChange={(event) => setWords(event.target.value)} data-testid="standards-search" />
        {table && (
          <button type="button" className="an-chip an-chip-on" onClick={() => setAddress({})}>
            {t("standards.of_gate", { gate: gate?.title ?? table })} ×
          </button>
        )}
      </div>
      {limits.length === 0 && <Empty title={t("standards.none")} cure={t("standards.none_cure")} />}
      {limits.length > 0 && (
        <div className="an-panel sd-list">
          {limits.map((limit) => (
            <LimitRow key={limit.key} limit={limit} open={Boolean(table)} />
          ))}
        </div>
      )}
      <Packs all={all} />
    </>
  );
}

/** What the limits come from; a change of it stands in the ledger like any other. */
function Packs({ all }: { all: Standards }) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <details className="an-panel sd-packs">
      <summary>{t("standards.packs", { count: all.packs.length })}</summary>
      <ul>
        {all.packs.map((pack) => (
          <li key={pack.name}>
            <span className={`sd-layer sd-layer-${pack.layer}`}>{pack.layer_label}</span>
            <b>{pack.name}</b> {t("standards.pack_of", { version: pack.version, publisher: pack.publisher, since: pack.since })}
          </li>
        ))}
      </ul>
      {mayAudit(session) && <Link to="/audit?kind=PacksAdopted">{t("standards.who_changed")}</Link>}
    </details>
  );
}
