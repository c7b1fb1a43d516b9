/** Signatures on paper: who signed how and when, on whose behalf, and what it rests on. */
import { useTranslation } from "react-i18next";
import { media } from "@/api/endpoints";
import type { ChainNode, FieldValue, SignatureValue } from "@/api/types";
import { moment } from "@/time/format";

type Given = NonNullable<ChainNode["signatures"]>[number];

export const isSignature = (value: FieldValue): value is SignatureValue => typeof value === "object" && value !== null && "shown" in value && "method" in value;

export function PrintedSignature({ value, given }: { value: SignatureValue; given?: Given }) {
  const { t } = useTranslation();
  return (
    <div className="pr-signature" data-testid="printed-signature">
      {value.image && <img className="an-signature" src={media.address(value.image, "original")} alt={t("sign.done")} />}
      <p>
        <b>{t(`print.signed_${value.method as "pin"}`, { defaultValue: value.method })}</b>
        {given?.by && (
          <span>
            {given.by.name}
            {given.on_behalf && t("print.on_behalf", { name: given.on_behalf.name })}
          </span>
        )}
        <span>{moment(given?.at)}</span>
      </p>
      <p className="pr-basis">
        {t("print.basis")} <code>{value.shown}</code>
        {value.proof && (
          <>
            <br />
            {t("print.proof")} <code>{value.proof}</code>
          </>
        )}
      </p>
    </div>
  );
}

/** Every seat of a step that several sign; a step of one says it in its head. */
export function PrintedSeats({ node }: { node: ChainNode }) {
  const { t } = useTranslation();
  const seats = node.seats ?? [];
  if (seats.length < 2) return node.opinion ? <p className="pr-opinion">{node.opinion}</p> : null;
  return (
    <table className="pr-seats" data-testid="printed-seats">
      <caption>
        {t(`habit.mode_${node.mode ?? "any"}`)} · {t("habit.signed_of", { signed: node.signed ?? 0, needed: node.needed ?? 1 })}
      </caption>
      <tbody>
        {seats.map((seat) => (
          <tr key={seat.no}>
            <td>
              {seat.by?.name ?? seat.label}
              {seat.on_behalf && t("print.on_behalf", { name: seat.on_behalf.name })}
            </td>
            <td>{t(`habit.seat_${seat.state}`)}</td>
            <td>{moment(seat.at)}</td>
            <td>{seat.why}</td>
            <td>{seat.opinion}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
