/** A signature as people see it: the handwriting, or the method and that its proof is kept. */
import { useTranslation } from "react-i18next";
import { media } from "@/api/endpoints";
import type { SignatureValue } from "@/api/types";

export function SignatureShown({ value }: { value: SignatureValue }) {
  const { t } = useTranslation();
  if (value.image) return <img className="an-signature" src={media.address(value.image, "original")} alt={t("sign.done")} />;
  return (
    <span className="an-signature-proof" data-testid="signature-proof">
      <b>{t("sign.done_by", { method: t(`sign.by_${value.method as "pin"}`, { defaultValue: value.method }) })}</b>
      <small>{t("sign.proof", { proof: value.proof?.slice(0, 12) ?? "" })}</small>
    </span>
  );
}
