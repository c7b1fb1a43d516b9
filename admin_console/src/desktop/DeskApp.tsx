/** Desk routes under one frame; log-in in place of all when nobody is there. */
import { App, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Route, Routes } from "react-router";
import { DeskFrame } from "@/desktop/DeskFrame";
import { Empty, ReadFailure, Skeleton } from "@/problem/Stand";
import { useTextsOfLanguage } from "@/i18n/useTextsOfLanguage";
import { LoginForm } from "@/session/LoginForm";
import * as may from "@/session/permissions";
import { SessionContext, useSession, useSessionQuery } from "@/session/session";
import { colour, radius, type } from "@/theme/tokens";
import type { Session } from "@/api/types";
import { KEPT_TYPES, PERMIT_TYPES } from "@/permit/types";
import { PLAIN_TYPES } from "@/desktop/admin/plainTypes";

const Account = lazy(() => import("@/account/AccountPage"));
const FactorGate = lazy(() => import("@/account/SecondFactorGate"));
const Delegations = lazy(() => import("@/habits/DelegationsPage"));
const Worklist = lazy(() => import("@/desktop/WorklistPage"));
const Hazards = lazy(() => import("@/desktop/HazardList"));
const Kinds = lazy(() => import("@/desktop/HazardKinds"));
const Report = lazy(() => import("@/desktop/ReportPage"));
const Detail = lazy(() => import("@/desktop/RecordPage"));
const Boards = lazy(() => import("@/boards/BoardPage"));
const BoardSettings = lazy(() => import("@/boards/BoardSettingsPage"));
const Ledgers = lazy(() => import("@/desktop/LedgerPage"));
const Audit = lazy(() => import("@/audit/AuditPage"));
const PrintList = lazy(() => import("@/print/PrintList"));
const PrintRecords = lazy(() => import("@/print/PrintRecords"));
const Imports = lazy(() => import("@/desktop/ImportPage"));
const Connectors = lazy(() => import("@/desktop/ConnectorPage"));
const Plain = lazy(() => import("@/desktop/admin/PlainList"));
const PlainRecord = lazy(() => import("@/desktop/admin/PlainPage"));
const NewPlain = lazy(() => import("@/desktop/admin/NewPlainPage"));
const Labels = lazy(() => import("@/desktop/admin/LabelsPage"));
const Administration = lazy(() => import("@/desktop/admin/AdminPage"));
const AdviceTexts = lazy(() => import("@/desktop/admin/AdvicePage"));
const PlantPlan = lazy(() => import("@/desktop/admin/PlanPage"));
const Notices = lazy(() => import("@/notify/DeskNotices"));
const Channels = lazy(() => import("@/notify/admin/ChannelsPage"));
const Industry = lazy(() => import("@/desktop/admin/IndustryPage"));
const PermitKinds = lazy(() => import("@/permit/PermitKinds"));
const DeskPermit = lazy(() => import("@/permit/DeskPermit"));
const DeskAlarm = lazy(() => import("@/permit/DeskAlarm"));
const PermitsNow = lazy(() => import("@/permit/LivePage"));
const PrintPermit = lazy(() => import("@/permit/PrintPermit"));
const StandardsOfHere = lazy(() => import("@/desktop/standards/StandardsPage"));
const Organisation = lazy(() => import("@/desktop/admin/OrgPage"));

const theme = {
  token: {
    colorPrimary: colour.accent,
    colorLink: colour.accent,
    colorInfo: colour.accent,
    colorText: colour.ink,
    colorTextSecondary: colour.inkSoft,
    colorTextDescription: colour.inkSoft,
    colorTextPlaceholder: colour.inkFaint,
    colorBorder: "#b9c3cd",
    borderRadius: radius.m,
    fontFamily: type.family,
    fontSize: type.desk,
  },
  components: { Table: { cellPaddingBlockSM: 8 } },
};

export function DeskApp() {
  const { i18n } = useTranslation();
  const session = useSessionQuery();
  useTextsOfLanguage();
  return (
    <ConfigProvider locale={i18n.language === "en" ? enUS : zhCN} theme={theme}>
      {session.data === undefined ? (
        session.isError ? <ReadFailure error={session.error} again={() => void session.refetch()} /> : <Skeleton />
      ) : session.data === null ? (
        <LoginForm />
      ) : session.data.second_factor_due ? (
        <Suspense fallback={<Skeleton />}>
          <FactorGate />
        </Suspense>
      ) : (
        <SessionContext.Provider value={session.data} key={session.data.tenant.id}>
          <App component={false}>
          <Suspense fallback={<Skeleton />}>
            <Routes>
              <Route path="/print/list/:type" element={<PrintList />} />
              <Route path="/print/record/:type" element={<PrintRecords />} />
              <Route path="/print/permit/:id" element={<PrintPermit />} />
              <Route path="/wall/permits" element={<PermitsNow wall />} />
              <Route path="*" element={<DeskFrame><Suspense fallback={<Skeleton />}><Pages /></Suspense></DeskFrame>} />
            </Routes>
          </Suspense>
          </App>
        </SessionContext.Provider>
      )}
    </ConfigProvider>
  );
}

function Pages() {
  return (
    <Routes>
      <Route path="/" element={<Worklist />} />
      <Route path="/account" element={<Account />} />
      <Route path="/delegations" element={<Delegations />} />
      <Route path="/hazard" element={<Guard by={may.mayReadHazards} page={<Hazards />} />} />
      <Route path="/hazard_supervision" element={<Guard by={(of) => may.mayRead(of, "hazard_supervision")} page={<Kinds type="hazard_supervision" key="s" />} />} />
      <Route path="/penalty" element={<Guard by={(of) => may.mayRead(of, "penalty")} page={<Kinds type="penalty" key="f" />} />} />
      <Route path="/report/:type" element={<Guard by={may.mayReportHazard} page={<Report />} />} />
      <Route path="/record/permit/:id" element={<DeskPermit />} />
      <Route path="/record/permit_alarm/:id" element={<DeskAlarm />} />
      <Route path="/record/:type/:id" element={<Detail />} />
      <Route path="/permits/live" element={<Guard by={(of) => may.mayRead(of, "permit")} page={<PermitsNow />} />} />
      {PERMIT_TYPES.map((type) => (
        <Route key={type} path={`/${type}`} element={<Guard by={(of) => may.mayRead(of, type)} page={<PermitKinds type={type} key={type} />} />} />
      ))}
      {KEPT_TYPES.map((type) => (
        <Route key={`${type}-record`} path={`/record/${type}/:id`} element={<PlainRecord type={type} />} />
      ))}
      {PERMIT_TYPES.map((type) => (
        <Route key={`${type}-report`} path={`/report/${type}`} element={<Guard by={(of) => may.mayCreate(of, type)} page={KEPT_TYPES.includes(type) ? <NewPlain type={type} /> : <Report of={type} />} />} />
      ))}
      <Route path="/boards/:key?" element={<Guard by={may.mayReadRate} page={<Boards />} />} />
      <Route path="/board-settings" element={<Guard by={may.mayManageSettings} page={<BoardSettings />} />} />
      <Route path="/ledgers/:key?" element={<Guard by={may.mayReadLedgers} page={<Ledgers />} />} />
      <Route path="/audit" element={<Guard by={may.mayAudit} page={<Audit />} />} />
      <Route path="/imports" element={<Guard by={may.mayImport} page={<Imports />} />} />
      <Route path="/connectors" element={<Guard by={may.mayConnect} page={<Connectors />} />} />
      <Route path="/notices" element={<Notices shows="inbox" />} />
      <Route path="/notices/preferences" element={<Notices shows="preferences" />} />
      <Route path="/channels" element={<Guard by={may.mayManageChannels} page={<Channels />} />} />
      <Route path="/org_unit" element={<Guard by={may.mayReadOrg} page={<Organisation />} />} />
      <Route path="/person" element={<Guard by={may.mayReadPeople} page={<Plain type="person" key="p" />} />} />
      <Route path="/area" element={<Guard by={may.mayReadAreas} page={<Plain type="area" key="a" />} />} />
      <Route path="/equipment" element={<Guard by={may.mayReadEquipment} page={<Plain type="equipment" key="e" />} />} />
      <Route path="/gas_check" element={<Guard by={may.mayReadGas} page={<Plain type="gas_check" key="g" />} />} />
      <Route path="/industry" element={<Guard by={may.maySetIndustry} page={<Industry />} />} />
      <Route path="/standards" element={<StandardsOfHere />} />
      <Route path="/plan" element={<PlantPlan />} />
      <Route path="/admin" element={<Guard by={may.mayManageSettings} page={<Administration />} />} />
      <Route path="/advice" element={<Guard by={may.mayManageSettings} page={<AdviceTexts />} />} />
      <Route path="/labels" element={<Guard by={(of) => may.mayReadEquipment(of) || may.mayReadAreas(of)} page={<Labels />} />} />
      <Route path="/calendar" element={<Guard by={may.mayReadCalendars} page={<Plain type="calendar" key="c" />} />} />
      {PLAIN_TYPES.map((type) => (
        <Route key={type} path={`/record/${type}/:id`} element={<PlainRecord type={type} />} />
      ))}
      {PLAIN_TYPES.filter((type) => type !== "org_unit").map((type) => (
        <Route key={`${type}-new`} path={`/${type}/new`} element={<Guard by={(of) => may.mayCreate(of, type)} page={<NewPlain type={type} />} />} />
      ))}
      <Route path="*" element={<Nowhere what="not_found" />} />
    </Routes>
  );
}

function Guard({ by, page }: { by: (session: Session) => boolean; page: ReactNode }) {
  return by(useSession()) ? page : <Nowhere what="no_permission" />;
}
function Nowhere({ what }: { what: "not_found" | "no_permission" }) {
  const { t } = useTranslation();
  return (
    <Empty title={t(`state.${what}`)} cure={what === "no_permission" ? t("state.no_permission_cure") : undefined}>
      <Link to="/" className="an-button">
        {t("state.to_worklist")}
      </Link>
    </Empty>
  );
}
