/** A hint for the first time a person is on a page; once closed it does not come back for that person. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { draftOwner, useSession } from "@/session/session";
import "@/help/hint.css";

export function Hint({ name }: { name: "work" | "list" | "board" | "start" }) {
  const { t } = useTranslation();
  const key = `anshu.hint.${draftOwner(useSession())}.${name}`;
  const [seen, setSeen] = useState(() => wasSeen(key));
  if (seen) return null;
  return (
    <div className="hp-hint" role="note" data-testid={`hint-${name}`}>
      <span>{t(`hint.${name}`)}</span>
      <button
        type="button"
        className="an-link"
        onClick={() => {
          keepSeen(key);
          setSeen(true);
        }}
      >
        {t("hint.close")}
      </button>
    </div>
  );
}

// A full or private store: the hint is there again with the next page load, nothing worse.
function wasSeen(key: string): boolean {
  try {
    return localStorage.getItem(key) === "1";
  } catch {
    return false;
  }
}
function keepSeen(key: string): void {
  try {
    localStorage.setItem(key, "1");
  } catch {
    return;
  }
}
