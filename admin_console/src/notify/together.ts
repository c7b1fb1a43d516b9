/** Notices that follow each other and are about the same record, as one. */
import type { InboxNotice } from "@/notify/api";

export function together(items: InboxNotice[]): InboxNotice[][] {
  const bundles: InboxNotice[][] = [];
  for (const item of items) {
    const last = bundles[bundles.length - 1];
    if (last && item.record && last[0]!.record?.id === item.record.id) last.push(item);
    else bundles.push([item]);
  }
  return bundles;
}
