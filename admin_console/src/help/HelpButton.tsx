/** Help that fits the page and the sheet of keys; `?` opens the keys from anywhere. */
import { QuestionCircleOutlined } from "@ant-design/icons";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { isTyping } from "@/lists/useRowKeys";

const HelpDrawer = lazy(() => import("@/help/HelpDrawer"));
const KeySheet = lazy(() => import("@/help/KeySheet"));
const GO: Record<string, string> = { w: "/", h: "/hazard", l: "/ledgers" };

export function HelpButton() {
  const { t } = useTranslation();
  const go = useNavigate();
  const [open, setOpen] = useState<"help" | "keys">();
  useEffect(() => {
    let going = 0;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") setOpen("keys");
      else if (event.key === "g") going = event.timeStamp;
      else if (GO[event.key] && event.timeStamp - going < 1500) {
        going = 0;
        void go(GO[event.key]!);
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [go]);
  return (
    <>
      <button type="button" className="dk-help" onClick={() => setOpen("help")} data-testid="help">
        <QuestionCircleOutlined /> {t("help.button")}
      </button>
      {open && (
        <Suspense>
          {open === "help" ? <HelpDrawer close={() => setOpen(undefined)} keys={() => setOpen("keys")} /> : <KeySheet close={() => setOpen(undefined)} />}
        </Suspense>
      )}
    </>
  );
}
