/** Every key that the desk listens to. */
import { Modal } from "antd";
import { useTranslation } from "react-i18next";

const KEYS: [string, string][] = [
  ["Ctrl K / ⌘ K", "keys.palette"],
  ["/", "keys.slash"],
  ["j", "keys.j"],
  ["k", "keys.k"],
  ["Enter", "keys.enter"],
  ["x", "keys.x"],
  ["Esc", "keys.escape"],
  ["g w", "keys.go_work"],
  ["g h", "keys.go_hazards"],
  ["g l", "keys.go_ledgers"],
  ["?", "keys.help"],
];
export default function KeySheet({ close }: { close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open title={t("keys.title")} footer={null} onCancel={close} width={420}>
      <dl className="hp-keys" data-testid="keys">
        {KEYS.map(([key, text]) => (
          <div key={key}>
            <dt>
              {key.split(" ").map((part, i) => (part === "/" && key.length > 1 ? ` ${part} ` : <kbd key={i}>{part}</kbd>))}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
