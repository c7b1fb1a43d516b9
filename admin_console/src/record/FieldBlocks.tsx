/** Fields that belong together, as the definition groups them; what is still open is said. */
import { useTranslation } from "react-i18next";
import type { Definition, FieldValue, RecordDetail } from "@/api/types";
import { holds } from "@/form/expressions";
import { fieldsOf, ValueText } from "@/record/ValueText";
import "@/record/beside.css";

/** The blocks of this record that somebody has begun to fill; the last step's advice alone is no beginning. */
export function blocksShown(record: RecordDetail, definition: Definition | undefined) {
  return (definition?.blocks ?? [])
    .filter((block) => !block.shown_if || holds(block.shown_if, record.data, {}))
    .filter((block) => block.fields.filter((key) => isFilled(record, key)).length > 1);
}
const isFilled = (record: RecordDetail, key: string) => record.data[key] != null && record.data[key] !== "";

export function FieldBlocks({ record, definition }: { record: RecordDetail; definition: Definition }) {
  const { t } = useTranslation();
  const fields = fieldsOf(definition);
  const blocks = blocksShown(record, definition);
  return blocks.map((block) => (
    <section key={block.key} className="an-panel" data-testid={`block-${block.key}`}>
      <h2>{block.title}</h2>
      <dl className="an-pairs">
        {block.fields.map((key) => (
          <div key={key}>
            <dt>{fields.get(key)?.label ?? key}</dt>
            <dd>
              {isFilled(record, key) ? (
                <ValueText value={record.data[key] as FieldValue} field={fields.get(key)} definition={definition} />
              ) : (
                <span className="an-open">{t("record.not_filled")}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}
