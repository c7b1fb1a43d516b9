/** All notices, read and unread, the newest first. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { work } from "@/api/endpoints";
import { useReachable } from "@/api/reach";
import type { Notice } from "@/api/types";
import { NoticeList } from "@/notify/NoticeList";
import { TopBar } from "@/phone/TopBar";
import { Empty, Loaded } from "@/problem/Stand";
import { remembered } from "@/queue/remember";
import { draftOwner, useSession } from "@/session/session";
import { Ago } from "@/time/SpanText";

export default function NoticesPage() {
  const { t } = useTranslation();
  const go = useNavigate();
  const reachable = useReachable();
  return (
    <div className="ph-page">
      <TopBar
        onBack={() => go("/mine")}
        right={
          <button type="button" className="an-link" onClick={() => go("/notices/preferences")} data-testid="to-preferences">
            {t("notify.preferences")}
          </button>
        }
      >
        {t("work.notices")}
      </TopBar>
      <main className="ph-main">
        {reachable ? <NoticeList /> : <Kept />}
      </main>
    </div>
  );
}

/** Without signal: what the work list brought last. */
function Kept() {
  const { t } = useTranslation();
  const owner = draftOwner(useSession());
  const list = useQuery({ queryKey: ["worklist"], queryFn: () => remembered(owner, "worklist", work.list) });
  return (
    <Loaded of={list}>
      {(data) =>
        data.notices.length ? (
          <ul className="ph-notices" data-testid="notice-list">
            {data.notices.map((notice) => (
              <NoticeLine key={notice.id} notice={notice} />
            ))}
          </ul>
        ) : (
          <Empty title={t("work.notices_none")} cure={t("work.notices_none_cure")} />
        )
      }
    </Loaded>
  );
}

function NoticeLine({ notice }: { notice: Notice }) {
  const go = useNavigate();
  const client = useQueryClient();
  const read = useMutation({ mutationFn: work.readNotice, onSettled: () => client.invalidateQueries({ queryKey: ["worklist"] }) });
  const open = () => {
    if (!notice.read) read.mutate(notice.id);
    if (notice.record) go(`/record/${notice.record.type}/${notice.record.id}`);
  };
  return (
    <li>
      <button type="button" className={notice.read ? "" : "ph-unread"} onClick={open}>
        <b>{notice.text}</b>
        <small>
          <Ago at={notice.at} />
        </small>
      </button>
    </li>
  );
}
