/** A signature under exactly the lines the server will bind it to: by hand, PIN or fingerprint. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import SignaturePad from "signature_pad";
import { Refused } from "@/api/client";
import type { Problem, RecordData, Sheet, SignatureValue } from "@/api/types";
import { keepPhoto, sendPhoto, sendPhotosOf } from "@/capture/photos";
import type { FieldInput } from "@/form/FieldRow";
import { useFormSetting } from "@/form/context";
import { MethodChoice, type Method, offeredMethods, SignByKey, SignByPin } from "@/form/fields/SigningMethods";
import { BlockCard } from "@/problem/BlockCard";
import { SignatureShown } from "@/record/SignatureShown";
import { inPlantTime } from "@/time/format";

export function SignatureField({ field, value, change }: FieldInput) {
  const { t } = useTranslation();
  const { values, readSheet, readyToSign, voided } = useFormSetting();
  const [sheet, setSheet] = useState<Sheet>();
  const [problem, setProblem] = useState<Problem | "unreachable">();
  const signed = value && typeof value === "object" && "shown" in value ? (value as SignatureValue) : undefined;
  const open = async () => {
    setProblem(undefined);
    if (readyToSign && !readyToSign(field.key)) return;
    const data: RecordData = { ...values, [field.key]: undefined };
    try {
      await sendPhotosOf(data); // what is signed must already be with the server
      setSheet(await readSheet?.(data));
    } catch (error) {
      setProblem(error instanceof Refused ? error.problem : "unreachable");
    }
  };
  const sign = async (picture: Blob) => {
    if (!sheet) return;
    const image = await keepPhoto(picture, "signature");
    try {
      await sendPhoto(image);
      finish({ image, shown: sheet.shown, method: "handwriting" });
    } catch (error) {
      setProblem(error instanceof Refused ? error.problem : "unreachable");
    }
  };
  const finish = (signature: SignatureValue) => {
    change(signature);
    setSheet(undefined);
  };
  return (
    <div className="an-sign">
      {signed && (
        <figure className="an-signed" data-testid="signed">
          <SignatureShown value={signed} />
          <figcaption>{t("sign.done")}</figcaption>
        </figure>
      )}
      {!sheet && (
        <button type="button" className="an-button" data-testid={`sign-${field.key}`} onClick={() => void open()}>
          {t(signed ? "sign.again" : "sign.read_and_sign")}
        </button>
      )}
      {voided && !signed && !sheet && <p className="an-warn" role="status" data-testid="signature-void">{t("sign.voided")}</p>}
      {problem === "unreachable" && <p className="an-warn">{t("sign.online_only")}</p>}
      {problem && problem !== "unreachable" && <BlockCard problem={problem} />}
      {sheet && <SigningSheet sheet={sheet} methods={field.methods} sign={sign} signed={finish} cancel={() => setSheet(undefined)} />}
    </div>
  );
}

type Signing = { sheet: Sheet; methods?: string[]; sign: (picture: Blob) => Promise<void>; signed: (value: SignatureValue) => void; cancel: () => void };
function SigningSheet({ sheet, methods, sign, signed, cancel }: Signing) {
  const { t } = useTranslation();
  const offered = offeredMethods(methods);
  const [method, setMethod] = useState<Method | undefined>(offered[0]);
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The bar below would cover it. In braces: new browsers answer a promise, which is no clean-up.
    top.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <div className="an-signing" role="group" aria-label={t("sign.sheet")} ref={top}>
      <p className="an-signing-title">{t("sign.sheet")}</p>
      <ol className="an-sheet" data-testid="sheet-lines">
        {sheet.lines.map((line, i) => (
          <li key={i}>{inPlantTime(line)}</li>
        ))}
      </ol>
      {offered.length > 1 && <MethodChoice offered={offered} method={method} choose={setMethod} />}
      {!method && <p className="an-warn">{t("sign.no_method")}</p>}
      {method === "handwriting" && <Handwriting sign={sign} cancel={cancel} />}
      {method === "pin" && <SignByPin shown={sheet.shown} signed={signed} cancel={cancel} />}
      {method === "webauthn" && <SignByKey shown={sheet.shown} signed={signed} cancel={cancel} />}
    </div>
  );
}

function Handwriting({ sign, cancel }: { sign: (picture: Blob) => Promise<void>; cancel: () => void }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad>(undefined);
  const [empty, setEmpty] = useState(true);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const surface = canvas.current!;
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    surface.width = surface.offsetWidth * ratio;
    surface.height = surface.offsetHeight * ratio;
    surface.getContext("2d")!.scale(ratio, ratio);
    const made = new SignaturePad(surface, { minWidth: 1.2, maxWidth: 3.2, backgroundColor: "rgb(255,255,255)" });
    made.addEventListener("endStroke", () => setEmpty(made.isEmpty()));
    pad.current = made;
    surface.scrollIntoView({ block: "center" });
    return () => made.off();
  }, []);
  const finish = () => {
    setBusy(true);
    canvas.current!.toBlob((picture) => {
      if (picture) void sign(picture).finally(() => setBusy(false));
    }, "image/png");
  };
  return (
    <>
      <canvas ref={canvas} className="an-pad" data-testid="signature-pad" aria-label={t("sign.pad")} />
      <p className="an-help">{t("sign.hint")}</p>
      <div className="an-row">
        <button type="button" className="an-button" onClick={cancel}>
          {t("action.cancel")}
        </button>
        <button
          type="button"
          className="an-button"
          onClick={() => {
            pad.current?.clear();
            setEmpty(true);
          }}
        >
          {t("sign.clear")}
        </button>
        <button
          type="button"
          className="an-button an-button-primary"
          data-testid="signature-confirm"
          disabled={empty || busy}
          onClick={finish}
        >
          {t("sign.confirm")}
        </button>
      </div>
    </>
  );
}
