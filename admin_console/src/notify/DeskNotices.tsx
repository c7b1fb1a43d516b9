/** The desk's notices: the inbox, and beside it what the person wishes of them. */
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { NoticeList } from "@/notify/NoticeList";
import { PreferenceForm } from "@/notify/PreferenceForm";

export default function DeskNotices({ shows }: { shows: "inbox" | "preferences" }) {
  const { t } = useTranslation();
  return (
    <section className="nt-page">
      <header className="dk-head">
        <h1>{t("notify.title")}</h1>
        <nav className="nt-switch" aria-label={t("notify.title")}>
          <NavLink to="/notices" end>{t("notify.inbox")}</NavLink>
          <NavLink to="/notices/preferences">{t("notify.preferences")}</NavLink>
        </nav>
      </header>
      {shows === "inbox" ? <NoticeList /> : <PreferenceForm />}
    </section>
  );
}
