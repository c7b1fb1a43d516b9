/** The pages of the desk that the permissions open, as the rail and the search offer them. */
import {
  ApartmentOutlined, ApiOutlined, AppstoreOutlined, AuditOutlined, BookOutlined, BulbOutlined, EnvironmentOutlined, ExperimentOutlined, FireOutlined, ImportOutlined, InboxOutlined, LineChartOutlined, NotificationOutlined, PictureOutlined, SafetyCertificateOutlined, SettingOutlined, TeamOutlined, ToolOutlined, WarningOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Session } from "@/api/types";
import * as may from "@/session/permissions";

export interface Door {
  to: string;
  key: string;
  label: string;
  icon: ReactNode;
}
export function doorsOf(session: Session): Door[] {
  const all = [
    { to: "/", icon: <InboxOutlined />, key: "worklist", open: true },
    { to: "/hazard", icon: <WarningOutlined />, key: "hazard", open: may.mayReadHazards(session) },
    { to: "/permit", icon: <FireOutlined />, key: "permit", open: may.mayRead(session, "permit") },
    // Whoever works with permits finds it among their lists.
    { to: "/improvement", icon: <BulbOutlined />, key: "improvement", open: may.mayRead(session, "improvement") && !may.mayRead(session, "permit") },
    { to: "/gas_check", icon: <ExperimentOutlined />, key: "gas_check", open: may.mayReadGas(session) },
    { to: "/boards", icon: <LineChartOutlined />, key: "boards", open: may.mayReadRate(session) },
    { to: "/board-settings", icon: <LineChartOutlined />, key: "board_settings", open: may.mayManageSettings(session) && !may.mayReadRate(session) },
    { to: "/ledgers", icon: <BookOutlined />, key: "ledgers", open: may.mayReadLedgers(session) },
    { to: "/standards", icon: <SafetyCertificateOutlined />, key: "standards", open: may.mayRead(session, "permit") || may.mayAudit(session) },
    { to: "/imports", icon: <ImportOutlined />, key: "imports", open: may.mayImport(session) },
    { to: "/connectors", icon: <ApiOutlined />, key: "connectors", open: may.mayConnect(session) },
    { to: "/channels", icon: <NotificationOutlined />, key: "channels", open: may.mayManageChannels(session) },
    { to: "/equipment", icon: <ToolOutlined />, key: "equipment", open: may.mayReadEquipment(session) },
    { to: "/area", icon: <EnvironmentOutlined />, key: "areas", open: may.mayReadAreas(session) },
    { to: "/plan", icon: <PictureOutlined />, key: "plan", open: true },
    { to: "/org_unit", icon: <ApartmentOutlined />, key: "org_unit", open: may.mayReadOrg(session) },
    { to: "/person", icon: <TeamOutlined />, key: "people", open: may.mayReadPeople(session) },
    { to: "/industry", icon: <AppstoreOutlined />, key: "industry", open: may.maySetIndustry(session) },
    { to: "/admin", icon: <SettingOutlined />, key: "admin", open: may.mayManageSettings(session) },
    { to: "/audit", icon: <AuditOutlined />, key: "audit", open: may.mayAudit(session) },
  ];
  return all.filter((door) => door.open).map(({ to, icon, key }) => ({ to, icon, key, label: `nav.${key}` }));
}
