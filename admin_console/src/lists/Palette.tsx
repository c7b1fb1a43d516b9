/** Type, choose with the arrows, open with Enter; what was opened lately before anything is typed. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { work } from "@/api/endpoints";
import { doorsOf } from "@/desktop/doors";
import { Marked } from "@/lists/cells";
import { recentOf, remember } from "@/lists/recent";
import { draftOwner, useSession } from "@/session/session";
import "@/lists/palette.css";

interface Choice {
  to: string;
  title: string;
  note: string;
  group: string;
}
export default function Palette({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const dialog = useRef<HTMLDialogElement>(null);
  const owner = draftOwner(useSession());
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const asked = useSettled(text.trim());
  const found = useChoices(text.trim(), asked);
  const { choices } = found;
  useEffect(() => dialog.current?.showModal(), []);
  const open = (choice: Choice | undefined) => {
    if (!choice) return;
    if (choice.to.startsWith("/record/")) remember(owner, { to: choice.to, title: choice.title, note: choice.note });
    close();
    go(choice.to);
  };
  const press = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setAt(Math.min(choices.length - 1, at + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, at - 1));
    else if (event.key === "Enter") open(choices[at]);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    // New browsers answer a promise, which is no clean-up.
    void document.getElementById(`pl-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <dialog ref={dialog} className="pl" aria-label={t("palette.open")} onClose={close} onClick={(event) => event.target === dialog.current && close()} data-testid="palette">
      <input
        autoFocus
        className="pl-input"
        role="combobox"
        aria-expanded
        aria-controls="pl-list"
        aria-activedescendant={choices.length ? `pl-${at}` : undefined}
        aria-label={t("palette.placeholder")}
        placeholder={t("palette.placeholder")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
        data-testid="search"
      />
      <ul id="pl-list" role="listbox" className="pl-list">
        {choices.map((choice, i) => (
          <li key={choice.to} role="presentation">
            {choice.group !== choices[i - 1]?.group && <p className="pl-group">{choice.group}</p>}
            <button type="button" id={`pl-${i}`} role="option" aria-selected={i === at} tabIndex={-1} onMouseMove={() => setAt(i)} onClick={() => open(choice)}>
              <b>
                <Marked text={choice.title} q={text} />
              </b>
              <span>
                <Marked text={choice.note} q={text} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {text.trim() && !choices.length && (
        <p className="pl-none">
          {found.busy ? t("palette.searching") : t("palette.none", { text })}
          {!found.busy && <span>{t("palette.none_cure")}</span>}
        </p>
      )}
      <p className="pl-hint">{t("palette.hint")}</p>
    </dialog>
  );
}

function useChoices(text: string, asked: string): { choices: Choice[]; busy: boolean } {
  const { t } = useTranslation();
  const session = useSession();
  const found = useQuery({ queryKey: ["search", asked], queryFn: () => work.search(asked), enabled: asked.length > 0, staleTime: 10_000, placeholderData: (before) => before });
  const pages = doorsOf(session).map((door) => ({ to: door.to, title: t(door.label), note: "", group: t("palette.pages") }));
  if (!text) {
    const recent = recentOf(draftOwner(session)).map((each) => ({ ...each, group: t("palette.recent") }));
    return { choices: [...recent, ...pages], busy: false };
  }
  const plain = text.toLowerCase();
  const hits = (asked ? (found.data?.items ?? []) : []).map((hit) => ({
    to: `/record/${hit.type}/${hit.id}`,
    title: hit.title,
    note: [hit.number, hit.state_label, hit.where].filter(Boolean).join(" · "),
    group: hit.type_label ?? hit.type,
  }));
  const matching = pages.filter((page) => page.title.toLowerCase().includes(plain));
  const all = session.permissions.includes("hazard:record:read") && hits.length > 0 ? [{ to: `/hazard?q=${encodeURIComponent(text)}`, title: t("palette.all"), note: "", group: t("palette.pages") }] : [];
  // One group of each type, in the order in which the best of it was found.
  const groups = [...new Set(hits.map((hit) => hit.group))];
  const sorted = groups.flatMap((group) => hits.filter((hit) => hit.group === group));
  return { choices: [...matching, ...sorted, ...all], busy: found.isFetching || text !== asked };
}

/** What was typed once the typing pauses. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 150);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
