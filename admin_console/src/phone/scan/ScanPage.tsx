/** 扫一扫: a label leads to its equipment or area; without a camera the number does. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { records } from "@/api/endpoints";
import { codeOf } from "@/phone/scan/codes";
import Scanner from "@/phone/scan/Scanner";
import { mayRead } from "@/session/permissions";
import { useSession } from "@/session/session";
import { Loaded } from "@/problem/Stand";

export default function ScanPage() {
  const { t } = useTranslation();
  const go = useNavigate();
  const [number, setNumber] = useState("");
  const [foreign, setForeign] = useState<string>();
  const found = (text: string) => {
    const code = codeOf(text);
    setForeign(code.kind === "foreign" ? code.text : undefined);
    if (code.kind === "equipment") go(`/e/${code.id}`);
    if (code.kind === "area") go(`/a/${code.id}`);
    if (code.kind === "number") setNumber(code.text);
  };
  return (
    <>
      <header className="ph-head">
        <h1>{t("nav.scan")}</h1>
      </header>
      <Scanner found={found} />
      {foreign && (
        <p className="an-warn" role="alert" data-testid="scan-foreign">
          {t("scan.foreign", { text: foreign.slice(0, 60) })}
        </p>
      )}
      <section className="an-panel">
        <label className="an-label" htmlFor="scan-number">
          {t("scan.number")}
        </label>
        <input id="scan-number" className="an-input" data-testid="scan-number" autoCapitalize="characters" autoComplete="off" value={number} onChange={(event) => setNumber(event.target.value)} />
        {number.trim() && <Numbered text={number.trim()} />}
      </section>
    </>
  );
}

const PAGES = { equipment: "/e/", area: "/a/", permit: "/record/permit/" } as const;
type Kind = keyof typeof PAGES;

function Numbered({ text }: { text: string }) {
  const { t } = useTranslation();
  const session = useSession();
  const kinds = (Object.keys(PAGES) as Kind[]).filter((kind) => mayRead(session, kind));
  const rows = useQuery({ queryKey: ["rows", "number", kinds, text], queryFn: () => Promise.all(kinds.map((kind) => records.list(kind, { q: text, limit: 10 }))) });
  return (
    <Loaded of={rows}>
      {(pages) => (
        <ul className="ph-reports" data-testid="scan-found">
          {pages.every((page) => page.items.length === 0) && <li className="an-help">{t("form.nothing_found", { text })}</li>}
          {pages.flatMap((page, i) => page.items.map((row) => ({ row, to: PAGES[kinds[i]!] + row.id }))).map(({ row, to }) => (
            <li key={row.id}>
              <Link to={to}>
                <b>{row.title}</b>
                <small>{[row.data.code, row.area?.name, row.number].filter(Boolean).join(" · ")}</small>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}
