/** 发起: the report button is the camera; drafts and what waits to be sent lie below. */
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Definition } from "@/api/types";
import { keepPhoto } from "@/capture/photos";
import { pictureFault, type PictureFault } from "@/capture/pictures";
import { locate } from "@/capture/position";
import { CameraSign } from "@/form/fields/PhotoField";
import { Hint } from "@/help/Hint";
import { DraftList } from "@/phone/DraftList";
import { useDefinition } from "@/phone/PhoneReport";
import { beginReport } from "@/phone/prefill";
import { Empty, Loaded } from "@/problem/Stand";
import { mayCreate, mayRead, mayReportHazard } from "@/session/permissions";
import { draftOwner, useSession } from "@/session/session";

export function StartPage() {
  const { t } = useTranslation();
  const go = useNavigate();
  const session = useSession();
  const definition = useDefinition("hazard", mayReportHazard(session));
  return (
    <>
      <header className="ph-head">
        <h1>{t("nav.start")}</h1>
        <span>{session.tenant.name}</span>
      </header>
      {mayReportHazard(session) && <Hint name="start" />}
      {mayReportHazard(session) ? (
        <Loaded of={definition}>{(found) => <CameraStart definition={found} />}</Loaded>
      ) : (
        <Empty title={t("state.no_permission")} cure={t("state.no_permission_cure")} />
      )}
      {mayCreate(session, "permit") && (
        <button type="button" className="an-button an-button-wide ph-second ph-big" data-testid="permit-quick" onClick={() => go("/permit/quick")}>
          {t("report.quick_permit")}
        </button>
      )}
      {mayRead(session, "permit") && (
        <button type="button" className="an-button an-button-wide ph-second" data-testid="permit-site" onClick={() => go("/permit/site")}>
          {t("report.site_permits_for")}
        </button>
      )}
      {mayCreate(session, "gas_check") && (
        <button type="button" className="an-button an-button-wide ph-second" data-testid="gas-check-start" onClick={() => go("/report/gas_check")}>
          {t("report.gas_check")}
        </button>
      )}
      {mayCreate(session, "improvement") && (
        <button type="button" className="an-button an-button-wide ph-second" data-testid="improvement-start" onClick={() => go("/report/improvement")}>
          {t("report.improvement")}
        </button>
      )}
      <DraftList />
    </>
  );
}

function CameraStart({ definition }: { definition: Definition }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const owner = draftOwner(useSession());
  const [fault, setFault] = useState<PictureFault>();
  const opened = useRef(0); // a report is begun when the camera is, not when its form appears
  const begin = async (file: File | undefined) => {
    if (!file) return;
    const wrong = await pictureFault(file);
    setFault(wrong);
    if (wrong) return;
    const photo = [await keepPhoto(file, "photo")];
    go(beginReport(owner, definition, { photo }, performance.now() - (opened.current || performance.now())));
  };
  return (
    <div className="ph-start">
      <label className="ph-report" data-testid="report-button">
        <CameraSign />
        <b>{t("report.button")}</b>
        <span>{t("report.button_hint")}</span>
        <input
          type="file"
          accept="image/*"
          capture="environment"
          data-testid="report-camera"
          onClick={() => {
            opened.current = performance.now();
            void locate().catch(() => undefined); // the fix is ready when the photo is
          }}
          onChange={(event) => {
            void begin(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </label>
      {fault && (
        <p className="an-warn" role="alert" data-testid="photo-fault">
          {t(`photo.fault_${fault.code}`, { size: fault.size, limit: fault.limit })}
        </p>
      )}
      <button type="button" className="an-button an-button-wide" data-testid="report-without-photo" onClick={() => go(`/report/${definition.type}`)}>
        {t("report.no_photo")}
      </button>
    </div>
  );
}
