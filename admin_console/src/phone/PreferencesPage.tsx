/** 通知方式 on the phone. */
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { PreferenceForm } from "@/notify/PreferenceForm";
import { TopBar } from "@/phone/TopBar";

export default function PreferencesPage() {
  const { t } = useTranslation();
  const go = useNavigate();
  return (
    <div className="ph-page">
      <TopBar onBack={() => go("/notices")}>
        {t("notify.preferences")}
      </TopBar>
      <main className="ph-main">
        <PreferenceForm />
      </main>
    </div>
  );
}
