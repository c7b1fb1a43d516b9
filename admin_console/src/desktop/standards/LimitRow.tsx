/** One limit: what holds, the stack of layers that set it, and the gates that use it. */
import { useTranslation } from "react-i18next";
import { clauseOf, figure, type LimitLayer, type LimitShown } from "@/desktop/standards/calls";

export function LimitRow({ limit, open }: { limit: LimitShown; open: boolean }) {
  const { t } = useTranslation();
  return (
    <article className="sd-limit" data-testid={`limit-${limit.key}`}>
      <h2>{limit.title}</h2>
      <strong className="sd-figure">{figure(limit)}</strong>
      <ol className="sd-stack" aria-label={t("standards.layers")}>
        {limit.layers.map((layer) => (
          <Layer key={layer.layer + layer.pack} layer={layer} text={figure(limit, layer.value)} />
        ))}
      </ol>
      <details open={open} className="sd-gates">
        <summary>{t("standards.gates", { count: limit.gates.length })}</summary>
        <ul>
          {limit.gates.map((gate) => (
            <li key={gate.table + gate.said}>
              <b>{gate.title}</b> <span className={`sd-severity sd-severity-${gate.severity}`}>{t(`verdict.severity_${gate.severity}` as "verdict.severity_block")}</span>
              <p>{gate.said}</p>
            </li>
          ))}
        </ul>
      </details>
    </article>
  );
}

function Layer({ layer, text }: { layer: LimitLayer; text: string }) {
  const { t } = useTranslation();
  return (
    <li className={layer.holds ? "sd-holds" : ""}>
      <span className={`sd-layer sd-layer-${layer.layer}`}>{layer.layer_label}</span>
      <b>{text}</b>
      <span>{layer.clause ? clauseOf(layer) : layer.pack}</span>
      {layer.unverified && <span className="an-tag">{t("verdict.unverified")}</span>}
      {layer.holds && <em>{t("standards.holds")}</em>}
    </li>
  );
}
