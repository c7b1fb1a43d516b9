/** Phone routes: four tabs, a record page, a report page; log-in in place of all when nobody is there. */
import { Badge, TabBar } from "antd-mobile";
import { AddCircleOutline, ScanningOutline, UnorderedListOutline, UserOutline } from "antd-mobile-icons";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, Route, Routes, useLocation, useNavigate } from "react-router";
import { OfflineBar } from "@/phone/OfflineBar";
import { PhoneReport, useDefinition } from "@/phone/PhoneReport";
import { PartBoundary } from "@/phone/PartBoundary";
import QueuePage from "@/phone/QueuePage";
import { MinePage } from "@/phone/MinePage";
import { StartPage } from "@/phone/StartPage";
import { TodoPage } from "@/phone/TodoPage";
import { ReadFailure, Skeleton } from "@/problem/Stand";
import { useEquipmentKept } from "@/queue/equipmentKept";
import { useDrainer, useQueue } from "@/queue/useQueue";
import { useTextsOfLanguage } from "@/i18n/useTextsOfLanguage";
import { LoginForm } from "@/session/LoginForm";
import { useGeofences } from "@/capture/useAreaOfPosition";
import { mayReportHazard } from "@/session/permissions";
import { draftOwner, SessionContext, useSession, useSessionQuery } from "@/session/session";

// What a report does not need comes when it is asked for.
const Account = lazy(() => import("@/phone/PhoneAccount"));
const FactorGate = lazy(() => import("@/account/SecondFactorGate"));
const parts = {
  record: () => import("@/phone/PhoneRecord"),
  scan: () => import("@/phone/scan/ScanPage"),
  place: () => import("@/phone/PlacePage"),
};
const PhoneRecord = lazy(parts.record);
const PhonePermit = lazy(() => import("@/permit/PhonePermit"));
const QuickPermit = lazy(() => import("@/permit/QuickPage"));
const SitePermits = lazy(() => import("@/permit/SitePage"));
const SharedPage = lazy(() => import("@/permit/SharedPage"));
const ScanPage = lazy(parts.scan);
const PlacePage = lazy(parts.place);
const NoticesPage = lazy(() => import("@/phone/NoticesPage"));
const PreferencesPage = lazy(() => import("@/phone/PreferencesPage"));
const Delegations = lazy(() => import("@/phone/PhoneDelegations"));
const PeoplePage = lazy(() => import("@/phone/PeoplePage"));

/** A link to one record opens for anybody; everything else asks who is there. */
export function PhoneApp() {
  return useLocation().pathname.startsWith("/s/") ? (
    <Suspense fallback={<Skeleton />}>
      <Routes>
        <Route path="/s/:token" element={<SharedPage />} />
      </Routes>
    </Suspense>
  ) : (
    <Entered />
  );
}

function Entered() {
  const session = useSessionQuery();
  useTextsOfLanguage();
  if (session.data === undefined)
    return session.isError ? <ReadFailure error={session.error} again={() => void session.refetch()} /> : <Skeleton />;
  if (session.data === null) return <LoginForm />;
  if (session.data.second_factor_due)
    return (
      <Suspense fallback={<Skeleton />}>
        <FactorGate />
      </Suspense>
    );
  return (
    <SessionContext.Provider value={session.data} key={session.data.tenant.id}>
      <Inside />
    </SessionContext.Provider>
  );
}

function Inside() {
  useDrainer();
  useReadyForNoSignal();
  const { pathname } = useLocation();
  return (
    <>
      <OfflineBar />
      <PartBoundary place={pathname}>
      <Suspense fallback={<Skeleton />}>
        <Routes>
          <Route path="/todo" element={<Tabbed page={<TodoPage />} />} />
          <Route path="/start" element={<Tabbed page={<StartPage />} />} />
          <Route path="/scan" element={<Tabbed page={<ScanPage />} />} />
          <Route path="/mine" element={<Tabbed page={<MinePage />} />} />
          <Route path="/account" element={<Account />} />
          <Route path="/queue" element={<QueuePage />} />
          <Route path="/notices" element={<NoticesPage />} />
          <Route path="/notices/preferences" element={<PreferencesPage />} />
          <Route path="/delegations" element={<Delegations />} />
          <Route path="/people" element={<PeoplePage />} />
          <Route path="/report/:type" element={<PhoneReport />} />
          <Route path="/report/:type/:draft" element={<PhoneReport />} />
          <Route path="/permit/quick" element={<QuickPermit />} />
          <Route path="/permit/site" element={<SitePermits />} />
          <Route path="/record/permit/:id" element={<PhonePermit />} />
          <Route path="/record/:type/:id" element={<PhoneRecord />} />
          <Route path="/e/:id" element={<PlacePage type="equipment" />} />
          <Route path="/a/:id" element={<PlacePage type="area" />} />
          <Route path="*" element={<Navigate to="/todo" replace />} />
        </Routes>
      </Suspense>
      </PartBoundary>
    </>
  );
}

/** What a report needs is read while there is a signal. */
function useReadyForNoSignal(): void {
  const session = useSession();
  const reports = mayReportHazard(session);
  useDefinition("hazard", reports);
  useGeofences(draftOwner(session), reports);
  useEquipmentKept(draftOwner(session), reports);
  useEffect(() => {
    // The other pages' code, once this one stands: where nothing is kept between visits it must be here.
    const timer = setTimeout(() => Object.values(parts).forEach((part) => void part().catch(() => undefined)), 4_000);
    return () => clearTimeout(timer);
  }, []);
}

function Tabbed({ page }: { page: React.ReactNode }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const { pathname } = useLocation();
  const queue = useQueue();
  const tabs = [
    { key: "/todo", icon: <UnorderedListOutline />, title: t("nav.todo"), badge: undefined },
    { key: "/start", icon: <AddCircleOutline />, title: t("nav.start"), badge: queue.data?.items.length || undefined },
    { key: "/scan", icon: <ScanningOutline />, title: t("nav.scan"), badge: undefined },
    { key: "/mine", icon: <UserOutline />, title: t("nav.mine"), badge: queue.data?.originals.length ? Badge.dot : undefined },
  ];
  return (
    <div className="ph-page">
      <main className="ph-main">
        <Suspense fallback={<Skeleton />}>{page}</Suspense>
      </main>
      <TabBar className="ph-tabs" activeKey={pathname} onChange={(key) => go(key)} safeArea>
        {tabs.map((tab) => (
          <TabBar.Item
            key={tab.key}
            icon={tab.icon}
            badge={tab.badge}
            title={<span data-testid={`tab-${tab.key.slice(1)}`}>{tab.title}</span>}
          />
        ))}
      </TabBar>
    </div>
  );
}
