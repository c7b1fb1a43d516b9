/** A colleague, found by a part of the name: post, unit, and a call where the number may be seen. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { records } from "@/api/endpoints";
import type { Row } from "@/api/types";
import { TopBar } from "@/phone/TopBar";
import { Loaded } from "@/problem/Stand";

export default function PeoplePage() {
  const { t } = useTranslation();
  const go = useNavigate();
  const [text, setText] = useState("");
  const rows = useQuery({ queryKey: ["rows", "person", text], queryFn: () => records.list("person", { q: text.trim(), limit: 30 }), placeholderData: (before) => before });
  return (
    <div className="ph-page">
      <TopBar onBack={() => go("/mine")}>
        {t("people.title")}
      </TopBar>
      <main className="ph-main">
        <input className="an-input ph-search" type="search" aria-label={t("people.search")} placeholder={t("people.search")} data-testid="people-search" value={text} onChange={(event) => setText(event.target.value)} />
        <Loaded of={rows}>
          {(page) => (
            <ul className="an-panel ph-reports" data-testid="people-found">
              {page.items.length === 0 && <li className="an-help">{t("form.nothing_found", { text })}</li>}
              {page.items.map((row) => (
                <Person key={row.id} row={row} />
              ))}
            </ul>
          )}
        </Loaded>
      </main>
    </div>
  );
}

function Person({ row }: { row: Row }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const person = useQuery({ queryKey: ["record", "person", row.id], queryFn: () => records.read("person", row.id), enabled: open });
  const mobile = person.data?.data.mobile;
  return (
    <li>
      <button type="button" className="ph-person" aria-expanded={open} onClick={() => setOpen(!open)}>
        <b>{row.title}</b>
        <small>{[row.data.post, row.org?.name].filter(Boolean).join(" · ")}</small>
      </button>
      {open && (
        <Loaded of={person}>
          {() =>
            typeof mobile === "string" && mobile ? (
              <a className="an-button an-button-primary an-button-wide" href={`tel:${mobile}`}>
                {t("people.call", { number: mobile })}
              </a>
            ) : (
              <p className="an-help">{t("people.no_number")}</p>
            )
          }
        </Loaded>
      )}
    </li>
  );
}
