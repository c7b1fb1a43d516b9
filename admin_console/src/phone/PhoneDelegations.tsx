/** Delegations on the phone. */
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import DelegationsPage from "@/habits/DelegationsPage";
import { TopBar } from "@/phone/TopBar";

export default function PhoneDelegations() {
  const { t } = useTranslation();
  const go = useNavigate();
  return (
    <div className="ph-page">
      <TopBar onBack={() => go("/mine")}>
        {t("habit.delegations")}
      </TopBar>
      <main className="ph-main">
        <DelegationsPage />
      </main>
    </div>
  );
}
