/** Which columns stand in a list, and in which order: ticked, dragged or moved by arrows. */
import { Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ColumnShape } from "@/api/listTypes";

type Props = { shapes: ColumnShape[]; shown: ColumnShape[]; change: (columns: string[]) => void };
export function ColumnChooser(props: Props) {
  const { t } = useTranslation();
  return (
    <Popover trigger="click" placement="bottomRight" destroyOnHidden content={<Columns {...props} />}>
      <button type="button" className="an-button" data-testid="columns">
        {t("lists.columns")}
      </button>
    </Popover>
  );
}

function Columns({ shapes, shown, change }: Props) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState("");
  const keys = shown.map((shape) => shape.key);
  const rest = shapes.filter((shape) => !keys.includes(shape.key));
  const place = (key: string, at: number) => {
    const next = keys.filter((each) => each !== key);
    next.splice(Math.max(0, Math.min(at, next.length)), 0, key);
    change(next);
  };
  return (
    <div className="ls-columns">
      <p className="an-help">{t("lists.columns_hint")}</p>
      <ul>
        {shown.map((shape, i) => (
          <li
            key={shape.key}
            draggable
            className={dragged === shape.key ? "ls-dragged" : ""}
            onDragStart={() => setDragged(shape.key)}
            onDragEnd={() => setDragged("")}
            onDragOver={(event) => {
              event.preventDefault();
              if (dragged && dragged !== shape.key) place(dragged, i);
            }}
          >
            <label>
              <input type="checkbox" checked disabled={shown.length === 1} onChange={() => change(keys.filter((key) => key !== shape.key))} />
              {shape.label}
            </label>
            <button type="button" aria-label={`${t("lists.up")} ${shape.label}`} disabled={i === 0} onClick={() => place(shape.key, i - 1)}>
              ↑
            </button>
            <button type="button" aria-label={`${t("lists.down")} ${shape.label}`} disabled={i === shown.length - 1} onClick={() => place(shape.key, i + 1)}>
              ↓
            </button>
          </li>
        ))}
        {rest.map((shape) => (
          <li key={shape.key}>
            <label>
              <input type="checkbox" checked={false} onChange={() => change([...keys, shape.key])} data-testid={`column-${shape.key}`} />
              {shape.label}
            </label>
          </li>
        ))}
      </ul>
      <button type="button" className="an-link" onClick={() => change([])}>
        {t("lists.columns_first")}
      </button>
    </div>
  );
}
