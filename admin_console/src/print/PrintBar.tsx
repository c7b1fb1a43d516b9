/** On the screen only: print, or go back. */
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

export function PrintBar({ ready }: { ready: boolean }) {
  const { t } = useTranslation();
  const go = useNavigate();
  return (
    <div className="pr-bar">
      <button type="button" className="an-button" onClick={() => (window.history.length > 1 ? void go(-1) : window.close())}>
        {t("print.back")}
      </button>
      <span>{ready ? "" : t("print.loading")}</span>
      <button type="button" className="an-button an-button-primary" disabled={!ready} onClick={() => window.print()} data-testid="print-now">
        {t("print.now")}
      </button>
    </div>
  );
}
