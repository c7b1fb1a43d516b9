/** All hazards that the role may see, as a list that people arrange for themselves. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { HazardKinds } from "@/desktop/HazardKinds";
import { ListPage } from "@/lists/ListPage";
import { mayReportHazard } from "@/session/permissions";
import { useSession } from "@/session/session";

export default function HazardList() {
  const { t } = useTranslation();
  const actions = mayReportHazard(useSession()) && (
    <Link className="an-button an-button-primary" to="/report/hazard" data-testid="report-open">
      {t("report.button")}
    </Link>
  );
  return (
    <>
      <HazardKinds />
      <ListPage type="hazard" title={t("nav.hazard")} actions={actions} />
    </>
  );
}
