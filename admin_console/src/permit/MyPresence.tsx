/** Whether I am at the place that I guard, as the last position says; how long ago that was told. */
import { useTranslation } from "react-i18next";
import type { RecordDetail } from "@/api/types";
import { useStanding, Where } from "@/permit/CheckIn";
import { rowsOf } from "@/permit/data";
import { useNow } from "@/permit/useNow";
import { usePresence } from "@/permit/usePresence";
import { useSession } from "@/session/session";
import { moment } from "@/time/format";
import { Ago } from "@/time/SpanText";

/** Who has checked in is there only if the phone proves it; where no boundary is known the check-in must do. */
const STATES = { inside: "here", outside: "away", inaccurate: "unsure", unknown: "here" } as const;

export function MyPresence({ record, checkIn }: { record: RecordDetail; checkIn: () => void }) {
  const { t } = useTranslation();
  const me = useSession().person?.id;
  const mine = rowsOf(record.data, "presence").filter((row) => row["@by"] === me);
  const arrived = mine.filter((row) => row.act === "check_in").at(-1);
  const checkedIn = Boolean(arrived) && mine.at(-1)?.act !== "leave";
  const presence = usePresence(record.id, checkedIn);
  const standing = useStanding(record, presence.told);
  useNow();
  const state = checkedIn ? STATES[standing?.kind ?? "inaccurate"] : "absent";
  const away = state === "away";
  return (
    <div className={`pm-presence pm-presence-${state}`} data-testid="presence" data-here={state === "here"}>
      <p>
        <b>{t(`permit.presence_${state}`)}</b>
        {checkedIn && <span>{t("permit.checked_in", { at: moment(arrived?.["@at"]).slice(11) })}</span>}
        {checkedIn && presence.told && (
          <span>
            {t("permit.told")} <Ago at={presence.told.at} />
          </span>
        )}
      </p>
      {presence.told && <Where record={record} at={presence.told} />}
      {away && (
        <p className="an-warn" role="alert">
          {t("permit.go_back")}
        </p>
      )}
      {presence.failed && (
        <p className="an-warn" role="status">
          {t(`permit.unseen_${presence.failed}`)}
        </p>
      )}
      <button type="button" className={`an-button an-button-wide${checkedIn ? "" : " an-button-primary pm-big"}`} data-testid="entry-check_in" onClick={checkIn}>
        {t(checkedIn ? "permit.check_in_again" : "permit.check_in")}
      </button>
    </div>
  );
}
