/** A plain record's page: its fields or the form to change them, its history, and what belongs to it. */
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import type { Definition, RecordDetail } from "@/api/types";
import { AreaPlace } from "@/desktop/admin/AreaPlace";
import { LogIns } from "@/desktop/admin/LogIns";
import { PlainFields } from "@/desktop/admin/PlainFields";
import { PlainForm } from "@/desktop/admin/PlainForm";
import { PlainHistory } from "@/desktop/admin/PlainHistory";
import type { PlainType } from "@/desktop/admin/plainTypes";
import { UnitForm } from "@/desktop/admin/UnitForm";
import type { PermitType } from "@/permit/types";
import { Loaded } from "@/problem/Stand";
import { LevelBadge } from "@/record/Badges";
import { LedgerState } from "@/record/Closure";
import { EquipmentFacts } from "@/record/Facts";
import { Judgements } from "@/record/Judgements";
import { KnownNames } from "@/record/RecordName";
import { useRecord } from "@/record/useRecord";
import { mayManageLogIns, mayUpdate } from "@/session/permissions";
import { useSession } from "@/session/session";
import "@/desktop/admin/admin.css";

export default function PlainPage({ type }: { type: PlainType | PermitType }) {
  const { id = "" } = useParams();
  const { record, definition } = useRecord(type, id);
  return (
    <Loaded of={record}>
      {(found) => (
        <Loaded of={definition}>
          {(defined) => (
            <KnownNames.Provider value={found.names ?? {}}>
              <Shown key={id} type={type} record={found} definition={defined} />
            </KnownNames.Provider>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

type Both = { type: PlainType | PermitType; record: RecordDetail; definition: Definition };
function Shown({ type, record, definition }: Both) {
  const { t } = useTranslation();
  const session = useSession();
  const [address, setAddress] = useSearchParams();
  const changes = mayUpdate(session, type);
  const editing = changes && address.has("edit");
  const leave = () => setAddress({}, { replace: true });
  return (
    <article data-testid="plain-record">
      <p className="dk-crumb">
        <Link to={`/${type}`}>{definition.title}</Link> / <span className="dk-number">{record.number}</span>
      </p>
      <header className="dk-head">
        <h1>{record.title}</h1>
        <LevelBadge level={record.level} label={record.level_label} />
        {changes && !editing && (
          <button type="button" className="an-button an-button-primary" data-testid="plain-edit" onClick={() => setAddress({ edit: "1" })}>
            {t("admin.edit")}
          </button>
        )}
      </header>
      <div className="dk-two dk-two-even">
        <div>
          <section className="an-panel">
            <h2>{t(editing ? "admin.editing" : "record.facts")}</h2>
            {!editing && <PlainFields record={record} definition={definition} />}
            {editing && type !== "org_unit" && (
              <PlainForm
                definition={definition}
                fields={definition.forms[definition.start.form]!.fields}
                record={record}
                draft={record.id}
                onDone={leave}
                leave={leave}
              />
            )}
            {editing && type === "org_unit" && <UnitForm definition={definition} unit={record} onDone={leave} leave={leave} />}
          </section>
          {!editing && <Judgements record={record} />}
          <PlainHistory record={record} definition={definition} />
        </div>
        <aside>
          {type === "person" && mayManageLogIns(session) && <LogIns person={record} />}
          {type === "area" && <AreaPlace id={record.id} />}
          {type === "equipment" && <MachineFacts record={record} />}
          <LedgerState record={record} />
        </aside>
      </div>
    </article>
  );
}

function MachineFacts({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  if (record.equipment?.facts?.length) return <EquipmentFacts record={record} />;
  return (
    <section className="an-panel" data-testid="equipment-facts">
      <h2>{t("admin.facts")}</h2>
      <p>{t("admin.facts_none")}</p>
      <p className="an-help">{t("admin.facts_none_cure")}</p>
    </section>
  );
}
