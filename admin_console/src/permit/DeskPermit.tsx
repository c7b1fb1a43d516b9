/** A permit at the desk: the record page with its head, what is to be done now with every gate, code and copies. */
import { message } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import RecordPage, { type Additions, type Both } from "@/desktop/RecordPage";
import { Gates } from "@/permit/Gates";
import { GuardDesk } from "@/permit/GuardDesk";
import { LinkPanel } from "@/permit/LinkPanel";
import { PermitHead } from "@/permit/PermitHead";
import { PermitSummary } from "@/permit/PermitSummary";
import { Renew } from "@/permit/Renew";
import { SimilarJobs } from "@/permit/SimilarJobs";
import { addPermitTexts } from "@/permit/texts";
import "@/permit/permit.css";

addPermitTexts();

const adds: Additions = {
  head: (shown) => (
    <>
      <PermitHead {...shown} />
      <PermitSummary {...shown} />
      <GuardDesk {...shown} told={(text) => void message.success(text)} />
    </>
  ),
  task: (shown) => (
    <>
      <Renew {...shown} />
      <SimilarJobs record={shown.record} />
      <NextGates {...shown} />
      <LinkPanel record={shown.record} />
    </>
  ),
  tools: ({ record }) => <Copies id={record.id} />,
};

export default function DeskPermit() {
  return <RecordPage of="permit" adds={adds} />;
}

/** The gates of what is most likely done next. */
function NextGates({ record, definition }: Both) {
  const next = record.actions[0]?.outcomes.find((outcome) => outcome.intent === "primary");
  return next?.form ? <Gates record={record} definition={definition} form={next.form} what={next.label} standards /> : null;
}

function Copies({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Link className="an-button" to={`/print/permit/${id}`} data-testid="print-copies">
      {t("permit.print_copies")}
    </Link>
  );
}
