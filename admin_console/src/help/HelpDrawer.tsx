/** Short guides for tasks: those of this page first. */
import { Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";

/** Which guides fit where; the first that matches. */
const FITTING: [RegExp, string[]][] = [
  [/^\/$/, ["work", "record"]],
  [/^\/hazard/, ["find", "view", "bulk"]],
  [/^\/record\//, ["record"]],
  [/^\/ledgers/, ["ledger"]],
  [/^\/audit/, ["audit"]],
];
const GUIDES = ["work", "find", "view", "bulk", "record", "ledger", "audit"];

export default function HelpDrawer({ close, keys }: { close: () => void; keys: () => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const fitting = FITTING.find(([path]) => path.test(pathname))?.[1] ?? [];
  const others = GUIDES.filter((guide) => !fitting.includes(guide));
  return (
    <Drawer open onClose={close} title={t("help.title")} size={420} extra={<button type="button" className="an-link" onClick={keys}>{t("help.shortcuts")}</button>}>
      <div className="hp" data-testid="help-drawer">
        {fitting.length > 0 && <h3>{t("help.this_page")}</h3>}
        {fitting.map((guide) => (
          <Guide key={guide} guide={guide} open />
        ))}
        <h3>{t(fitting.length ? "help.more" : "help.tasks")}</h3>
        {others.map((guide) => (
          <Guide key={guide} guide={guide} />
        ))}
      </div>
    </Drawer>
  );
}

function Guide({ guide, open = false }: { guide: string; open?: boolean }) {
  const { t } = useTranslation();
  return (
    <details open={open} className="hp-guide">
      <summary>{t(`help.${guide}_title`)}</summary>
      <ol>
        {[1, 2, 3].map((step) => (
          <li key={step}>{t(`help.${guide}_${step}`)}</li>
        ))}
      </ol>
    </details>
  );
}
