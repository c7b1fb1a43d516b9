/** Who changed what and when; each change names its fields and their new values. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { records } from "@/api/endpoints";
import type { Definition, FieldValue, RecordDetail, TimelineItem } from "@/api/types";
import { assignmentsOf } from "@/form/values";
import { Loaded } from "@/problem/Stand";
import { AssignmentList } from "@/record/AssignmentList";
import { fieldsOf, ValueText } from "@/record/ValueText";
import { moment } from "@/time/format";

export function PlainHistory({ record, definition }: { record: RecordDetail; definition: Definition }) {
  const { t } = useTranslation();
  const items = useQuery({
    queryKey: ["timeline", record.type, record.id, record.version],
    queryFn: () => records.timeline(record.type, record.id),
  });
  return (
    <section className="an-panel" data-testid="timeline">
      <h2>{t("admin.history")}</h2>
      <Loaded of={items}>
        {(data) => (
          <ol className="an-timeline">
            {[...data.items].reverse().map((item) => (
              <Happened key={item.version} item={item} definition={definition} />
            ))}
          </ol>
        )}
      </Loaded>
    </section>
  );
}

function Happened({ item, definition }: { item: TimelineItem; definition: Definition }) {
  const { t } = useTranslation();
  const fields = fieldsOf(definition);
  const changed = item.kind === "RecordUpdated" ? Object.entries(item.data ?? {}) : [];
  return (
    <li>
      <time dateTime={item.at}>{moment(item.at)}</time>
      <span>
        <b>{item.kind_label}</b> {item.by?.name ?? t("admin.by_product")}
        {item.text && <q>{item.text}</q>}
        {changed.map(([key, value]) => (
          <q key={key}>
            {fields.get(key)?.label ?? key}
            {t("admin.becomes")}
            {isGone(value) ? t("admin.removed") : fields.get(key)?.kind === "assignments" ? <AssignmentList rows={assignmentsOf(value)} /> : <ValueText value={value} field={fields.get(key)} definition={definition} />}
          </q>
        ))}
      </span>
    </li>
  );
}
const isGone = (value: FieldValue) => value === null || value === undefined;
