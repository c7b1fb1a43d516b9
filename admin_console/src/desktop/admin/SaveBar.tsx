/** Save or leave what is done on the plan, with every trouble in words. */
import { useTranslation } from "react-i18next";
import type { Problem } from "@/api/types";
import { BlockCard } from "@/problem/BlockCard";

type Input = { ready: boolean; sending: boolean; trouble?: Problem | "unsent"; save: () => void; leave: () => void; saveLabel?: string };
export function SaveBar({ ready, sending, trouble, save, leave, saveLabel }: Input) {
  const { t } = useTranslation();
  return (
    <>
      {trouble === "unsent" && <p className="an-warn" role="alert">{t("form.unsent")}</p>}
      {trouble && trouble !== "unsent" && <BlockCard problem={trouble} errors={trouble.errors ?? []} />}
      <div className="an-row dk-save-bar">
        <button type="button" className="an-button an-button-primary" data-testid="place-save" disabled={!ready || sending} onClick={save}>
          {sending ? t("form.sending") : (saveLabel ?? t("action.save"))}
        </button>
        <button type="button" className="an-button" onClick={leave}>
          {t("action.cancel")}
        </button>
      </div>
    </>
  );
}
