/** The form of a plain record with its bar: save, leave, and every trouble in words. */
import { useTranslation } from "react-i18next";
import { RecordForm } from "@/form/RecordForm";
import { BlockCard } from "@/problem/BlockCard";
import { ValueText } from "@/record/ValueText";
import { type PlainWork, usePlainForm } from "@/desktop/admin/usePlainForm";
import "@/desktop/admin/admin.css";

export function PlainForm({ leave, ...wanted }: PlainWork & { leave: () => void }) {
  const { t } = useTranslation();
  const work = usePlainForm(wanted);
  const wrong = Object.keys(work.errors).length;
  const { definition } = wanted;
  return (
    <form
      className="an-report dk-report"
      noValidate
      data-testid="plain-form"
      onSubmit={(event) => {
        event.preventDefault();
        void work.send();
      }}
    >
      {work.restored && (
        <p className="an-note">
          {t("form.restored")}
          <button type="button" className="an-link" onClick={() => work.restart()}>
            {t("form.start_afresh")}
          </button>
        </p>
      )}
      <RecordForm form={{ title: definition.title, fields: work.fields }} setting={work.setting} />
      {work.trouble === "unsent" && <p className="an-warn" role="alert">{t("form.unsent")}</p>}
      {work.trouble && work.trouble !== "unsent" && <BlockCard problem={work.trouble.problem} errors={work.trouble.rest} />}
      {work.overtaken.length > 0 && (
        <section className="an-warn" role="status" data-testid="overtaken">
          <b>{t("admin.overtaken")}</b>
          {work.overtaken.map(({ field, value }) => (
            <p key={field.key}>
              {t("admin.now_is", { label: field.label })}
              <ValueText value={value} field={field} definition={definition} />
            </p>
          ))}
        </section>
      )}
      <div className="an-bar">
        {wrong > 0 && (
          <p className="an-fault" role="alert">
            {t("form.wrong_fields", { count: wrong })}
          </p>
        )}
        <button type="submit" className="an-button an-button-primary" data-testid="plain-save" disabled={work.sending}>
          {t(work.sending ? "form.sending" : "action.save")}
        </button>
        <button type="button" className="an-button" data-testid="plain-leave" onClick={leave}>
          {t("action.cancel")}
        </button>
      </div>
    </form>
  );
}
