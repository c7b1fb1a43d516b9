/** Notices: bundled by record in a row, the badge, and where a link of a mail leads. */
import { describe, expect, it } from "vitest";
import type { InboxNotice } from "@/notify/api";
import { phoneAddress } from "@/notify/fromMail";
import { together } from "@/notify/together";
import { counted } from "@/notify/useUnread";

const notice = (id: string, record?: string): InboxNotice => ({
  id, kind: "opened", text: id, at: "2026-11-20T00:00:00Z", read: null, group: "task", done: false,
  record: record ? { type: "hazard", id: record, number: record } : undefined,
});

describe("notices", () => {
  it("puts together what follows each other about one record", () => {
    const bundles = together([notice("a", "r1"), notice("b", "r1"), notice("c", "r2"), notice("d", "r1"), notice("e"), notice("f")]);
    expect(bundles.map((bundle) => bundle.map((one) => one.id).join(""))).toEqual(["ab", "c", "d", "e", "f"]);
  });
  it("counts in words that fit a badge", () => {
    expect([0, 7, 99, 100].map(counted)).toEqual(["", "7", "99", "99+"]);
  });
  it("leads a phone from a mail to its own entry, and nobody else", () => {
    expect(phoneAddress("/record/hazard/1", "?from=mail", 390)).toBe("/m/#/record/hazard/1");
    expect(phoneAddress("/", "?from=mail", 390)).toBe("/m/");
    expect(phoneAddress("/record/hazard/1", "?from=mail", 1440)).toBeUndefined();
    expect(phoneAddress("/record/hazard/1", "", 390)).toBeUndefined();
  });
});
