/** A label read straight into a field of the form. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { codeOf } from "@/phone/scan/codes";
import { Skeleton } from "@/problem/Stand";

const Scanner = lazy(() => import("@/phone/scan/Scanner"));

type Props = { kind: string; label: string; found: (id: string) => void; search: (text: string) => void };
export function ScanField({ kind, label, found, search }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const read = (text: string) => {
    const code = codeOf(text);
    const fits = code.kind === kind || code.kind === "number";
    setWrong(fits ? undefined : code.kind === "foreign" ? t("scan.foreign", { text: code.text.slice(0, 60) }) : t("scan.other_kind", { label }));
    if (!fits) return;
    setOpen(false);
    if (code.kind === "number") search(code.text);
    else if ("id" in code) found(code.id);
  };
  return (
    <>
      <button type="button" className="an-button an-scan" data-testid={`scan-${kind}`} onClick={() => setOpen(!open)}>
        {t(open ? "scan.shut" : "scan.open")}
      </button>
      {open && (
        <Suspense fallback={<Skeleton />}>
          <Scanner found={read} />
        </Suspense>
      )}
      {wrong && (
        <p className="an-warn" role="alert">
          {wrong}
        </p>
      )}
    </>
  );
}
