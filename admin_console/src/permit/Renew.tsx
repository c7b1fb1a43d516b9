/** 重新办票: an ended permit is never extended; a new one begins with what stays the same and names the old. */
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Definition, RecordDetail } from "@/api/types";
import { ENDED, textOf, urgencyOf } from "@/permit/data";
import { beginAgain } from "@/permit/renewing";
import { useNow } from "@/permit/useNow";
import { mayCreate } from "@/session/permissions";
import { draftOwner, useSession } from "@/session/session";

export function Renew({ record, definition }: { record: RecordDetail; definition: Definition }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const session = useSession();
  const expired = urgencyOf(record.state, textOf(record.data, "planned_end"), useNow(60)).urgency === "late";
  const ended = ENDED.includes(record.state) && record.state !== "accepted";
  if (!(ended || expired) || !mayCreate(session, record.type)) return null;
  return (
    <section className="an-panel" data-testid="renew">
      <p>{t(ended ? "permit.renew_ended" : "permit.renew_expired")}</p>
      <button type="button" className="an-button an-button-primary an-button-wide" data-testid="renew-begin" onClick={() => go(beginAgain(draftOwner(session), record, definition))}>
        {t("permit.renew")}
      </button>
    </section>
  );
}
