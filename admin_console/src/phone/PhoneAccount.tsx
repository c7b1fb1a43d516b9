/** 我的账号 on the phone: the shared page under a bar that leads back. */
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import AccountPage from "@/account/AccountPage";
import { TopBar } from "@/phone/TopBar";

export default function PhoneAccount() {
  const { t } = useTranslation();
  const go = useNavigate();
  return (
    <div className="ph-page">
      <TopBar onBack={() => go("/mine")}>
        {t("account.title")}
      </TopBar>
      <main className="ph-main ac-phone">
        <AccountPage />
      </main>
    </div>
  );
}
