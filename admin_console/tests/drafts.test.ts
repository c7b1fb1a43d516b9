import "./storage";
import { beforeEach, expect, it } from "vitest";
import { openDB } from "idb";
import { draftReports, newDraft, reportKey, writeDraft } from "@/drafts/store";

const OWNER = "tenant.worker";
const put = (id: string, values: Record<string, string | string[]>, owner = OWNER) =>
  writeDraft(reportKey(owner, "hazard", id), newDraft(values, id));

beforeEach(() => localStorage.clear());

it("lists what a person entered and not what filled itself in", () => {
  put("words", { description: "渗漏" });
  put("photo", { photos: ["a".repeat(64)] });
  put("looked", { area: "0b0f0c6e-1111-4222-8333-444455556666", _area_filled: "x" });
  put("theirs", { description: "别人的" }, "tenant.other");
  expect(draftReports(OWNER).map((listed) => [listed.type, listed.draft.id]).sort()).toEqual([
    ["hazard", "photo"],
    ["hazard", "words"],
  ]);
});

it("moves reports of the former version into the queue, with their photos' owner", async () => {
  const old = await openDB("anshu-kept", 1, {
    upgrade(db) {
      db.createObjectStore("photo", { keyPath: "hash" });
      db.createObjectStore("report", { keyPath: "id" });
    },
  });
  await old.put("report", { id: "r1", owner: OWNER, type: "hazard", data: { photos: ["b".repeat(64)] }, captured_at: "2026-11-19T01:00:00Z", title: "旧" });
  await old.put("photo", { hash: "b".repeat(64), blob: new Blob(["x"]), captured_at: "2026-11-19T01:00:00Z", purpose: "photo" });
  old.close();
  const { waiting } = await import("@/queue/waiting");
  const { keptPhotos } = await import("@/drafts/photos");
  expect((await waiting.of(OWNER)).map((item) => [item.id, item.kind, item.captured_at])).toEqual([["r1", "report", "2026-11-19T01:00:00Z"]]);
  expect((await keptPhotos.of(OWNER)).map((photo) => photo.hash)).toEqual(["b".repeat(64)]);
});
