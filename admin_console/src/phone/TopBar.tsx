/** The bar above a page of the phone: back, what the page is, and what can be done with all of it. */
import { LeftOutline } from "antd-mobile-icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

type Props = { onBack: () => void; right?: ReactNode; children: ReactNode };

export function TopBar({ onBack, right, children }: Props) {
  const { t } = useTranslation();
  return (
    <header className="ph-nav">
      <button type="button" className="ph-back" aria-label={t("action.back")} onClick={onBack}>
        <LeftOutline aria-hidden />
      </button>
      <div className="adm-nav-bar-title">{children}</div>
      <div className="ph-nav-right">{right}</div>
    </header>
  );
}
