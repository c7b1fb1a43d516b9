/** Everything that happened to a record, in order, and the place to add a word. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/client";
import { records } from "@/api/endpoints";
import type { RecordDetail, TimelineItem } from "@/api/types";
import { newId } from "@/capture/ids";
import { useDraft } from "@/drafts/useDraft";
import { rowsOf } from "@/form/rows";
import { Loaded, ReadFailure } from "@/problem/Stand";
import { waiting } from "@/queue/waiting";
import { PhotoStrip } from "@/record/PhotoStrip";
import { mayComment } from "@/session/permissions";
import { draftOwner, useSession } from "@/session/session";
import { isPhone } from "@/theme/tokens";
import { minutesUntil, moment, wire } from "@/time/format";

export function Timeline({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const items = useQuery({
    queryKey: ["timeline", record.type, record.id, record.version],
    queryFn: () => records.timeline(record.type, record.id),
  });
  return (
    <section className="an-panel" data-testid="timeline">
      <h2>{t("record.timeline")}</h2>
      <Loaded of={items}>
        {(data) => (
          <ol className="an-timeline">
            {data.items.map((item) => (
              <TimelineLine key={item.seq ?? item.version} item={item} />
            ))}
          </ol>
        )}
      </Loaded>
      {mayComment(useSession(), record.type) && <CommentBox record={record} />}
    </section>
  );
}

function TimelineLine({ item }: { item: TimelineItem }) {
  const { t } = useTranslation();
  const late = Math.abs(minutesUntil(item.received_at, new Date(item.at))) > 5;
  return (
    <li>
      <time dateTime={item.at}>{moment(item.at)}</time>
      <span>
        <b>{item.kind_label}</b> {item.by?.name}
        {item.text && <q>{item.text}</q>}
        {photosOf(item).length > 0 && <PhotoStrip hashes={photosOf(item)} />}
        {late && <em>{t("record.received_at", { at: moment(item.received_at) })}</em>}
      </span>
    </li>
  );
}

/** The pictures that came with this event; a strip opens them all. */
const photosOf = ({ data }: Pick<TimelineItem, "data">): string[] =>
  Object.values(data ?? {}).flatMap((value) => {
    const hashes = Array.isArray(value) ? value.filter((each): each is string => typeof each === "string" && /^[0-9a-f]{64}$/.test(each)) : [];
    return [...hashes, ...rowsOf(value).flatMap((row) => photosOf({ data: row }))];
  });

function CommentBox({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const inputId = useId();
  const owner = draftOwner(useSession());
  const work = useDraft(`${owner}.comment.${record.id}`);
  const text = typeof work.draft.values.text === "string" ? work.draft.values.text : "";
  const command = useRef({ id: newId(), text: "" });
  const send = useMutation({
    mutationFn: () => {
      // The same words sent twice are one comment; other words are another.
      if (command.current.text !== text) command.current = { id: newId(), text };
      return records.comment(record.type, record.id, { command_id: command.current.id, text: text.trim() });
    },
    // Words need no answer to be kept: without a signal they wait for one.
    onError: async (error) => {
      if (error instanceof Refused || !isPhone()) return;
      const { id } = command.current;
      await waiting.put({ id, owner, kind: "comment", type: record.type, record: record.id, title: record.title, data: { text: text.trim() }, captured_at: wire(), waited_offline: true, kept_at: wire(), attempts: 1 });
      work.restart();
    },
    onSuccess: (next) => {
      work.restart();
      client.setQueryData(["record", record.type, record.id], next);
    },
  });
  return (
    <form
      className="an-comment"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) send.mutate();
      }}
    >
      <label htmlFor={inputId} className="an-small-label">
        {t("record.comment")}
      </label>
      <div className="an-row">
        <input
          id={inputId}
          className="an-input"
          data-testid="comment-text"
          value={text}
          onChange={(event) => work.change("text", event.target.value)}
        />
        <button type="submit" className="an-button" data-testid="comment-send" disabled={!text.trim() || send.isPending}>
          {t("action.send")}
        </button>
      </div>
      {send.isError && (send.error instanceof Refused || !isPhone() ? <ReadFailure error={send.error} /> : <p className="an-warn">{t("report.kept")}</p>)}
    </form>
  );
}
