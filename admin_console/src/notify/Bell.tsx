/** The desk's bell: how many notices wait, one click from the inbox. */
import { BellOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { counted, useUnread } from "@/notify/useUnread";
import "@/notify/notify.css";

export function Bell() {
  const { t } = useTranslation();
  const unread = useUnread();
  return (
    <Link to="/notices" className="dk-bell" aria-label={t("notify.bell", { count: unread, shown: counted(unread) || "0" })} data-testid="bell" data-unread={unread}>
      <BellOutlined />
      {unread > 0 && <span className="nt-badge">{counted(unread)}</span>}
    </Link>
  );
}
