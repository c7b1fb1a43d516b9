import "./storage";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Refused, Unreachable } from "@/api/client";
import type { RecordDetail } from "@/api/types";
import { database, type KeptPhoto, type Waiting } from "@/drafts/database";
import { keptPhotos } from "@/drafts/photos";

const create = vi.hoisted(() => vi.fn());
const begin = vi.hoisted(() => vi.fn());
const store = vi.hoisted(() => vi.fn());
vi.mock("@/api/endpoints", () => ({ records: { create, comment: vi.fn() }, uploads: { begin }, media: { store } }));
vi.stubGlobal("navigator", {});
Object.assign(URL, { createObjectURL: () => "blob:x" });

const { alone, take } = await import("@/queue/alone");
const { drain } = await import("@/queue/drain");
const { sendNow, sendWaiting } = await import("@/queue/send");
const { sentToday } = await import("@/queue/sentToday");
const { waiting } = await import("@/queue/waiting");

const OWNER = "tenant.worker";
const HASH = "a".repeat(64);
const item = (id: string, changed: Partial<Waiting> = {}): Waiting => ({
  id,
  owner: OWNER,
  kind: "report",
  type: "hazard",
  title: id,
  data: { description: id },
  captured_at: "2026-11-20T01:00:00Z",
  waited_offline: true,
  kept_at: `2026-11-20T01:00:0${id.length}Z`,
  attempts: 0,
  ...changed,
});
const photo = (changed: Partial<KeptPhoto> = {}): KeptPhoto => ({
  hash: HASH,
  owner: OWNER,
  blob: new Blob(["original"]),
  captured_at: "2026-11-20T01:00:00Z",
  purpose: "photo",
  ...changed,
});
const refusal = (status: number, code: string) => new Refused({ type: "", title: code, status, code });
const sentIds = () => create.mock.calls.map(([, body]) => (body as { id: string }).id);

beforeEach(async () => {
  const db = await database();
  for (const name of ["waiting", "photo", "lease", "remembered"] as const) await db.clear(name);
  vi.resetAllMocks();
  create.mockImplementation(async (type: string, body: { id: string }) => ({ id: body.id, type }) as RecordDetail);
  begin.mockResolvedValue({ complete: false, offset: 0 });
  store.mockResolvedValue({ warnings: [] });
});

describe("the queue", () => {
  it("sends the oldest first and keeps nothing that arrived", async () => {
    await waiting.put(item("bbb"));
    await waiting.put(item("a"));
    expect(await drain(OWNER)).toBe(true);
    expect(sentIds()).toEqual(["a", "bbb"]);
    expect(await waiting.all()).toEqual([]);
  });
  it("shows what arrived today with the number that the server gave", async () => {
    create.mockImplementation(async (type: string, body: { id: string }) => ({ id: body.id, type, number: `YH-${body.id}` }) as RecordDetail);
    await waiting.put(item("a"));
    await waiting.put(item("bb"));
    await drain(OWNER);
    expect((await sentToday(OWNER)).map((sent) => [sent.number, sent.record])).toEqual([["YH-bb", "bb"], ["YH-a", "a"]]);
    expect(await sentToday("tenant.other")).toEqual([]);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 86_400_000 });
    expect(await sentToday(OWNER)).toEqual([]);
    vi.useRealTimers();
  });
  it("announces photos before the report and sends originals after it", async () => {
    const order: string[] = [];
    begin.mockImplementation(async () => (order.push("announced"), { complete: false, offset: 0 }));
    create.mockImplementation(async () => (order.push("report"), {}));
    store.mockImplementation(async () => (order.push("original"), { warnings: [] }));
    await keptPhotos.put(photo());
    await waiting.put(item("a", { data: { photos: [HASH] } }));
    await drain(OWNER);
    expect(order).toEqual(["announced", "report", "original"]);
    expect(await keptPhotos.of(OWNER)).toEqual([]);
  });
  it("stops at the first lost signal and loses nothing", async () => {
    create.mockRejectedValue(new Unreachable());
    await waiting.put(item("a"));
    await waiting.put(item("bb"));
    expect(await drain(OWNER)).toBe(false);
    expect(create).toHaveBeenCalledTimes(1);
    expect((await waiting.of(OWNER)).map((kept) => [kept.id, kept.attempts])).toEqual([["a", 1], ["bb", 0]]);
  });
  it("puts a refusal on its item, goes on with the others, and does not ask again by itself", async () => {
    create.mockRejectedValueOnce(refusal(422, "form_incomplete"));
    await waiting.put(item("a"));
    await waiting.put(item("bb"));
    await drain(OWNER);
    await drain(OWNER);
    expect(sentIds()).toEqual(["a", "bb"]);
    expect((await waiting.of(OWNER)).map((kept) => kept.problem?.code)).toEqual(["form_incomplete"]);
  });
  it.each([401, 429, 500])("tries again after %i, which is no verdict on the report", async (status) => {
    create.mockRejectedValueOnce(refusal(status, "x"));
    await waiting.put(item("a"));
    expect(await drain(OWNER)).toBe(false);
    expect((await waiting.get("a"))?.problem).toBeUndefined();
    expect(await drain(OWNER)).toBe(true);
  });
  it("leaves what another person kept on the phone", async () => {
    await waiting.put(item("a", { owner: "tenant.other" }));
    await keptPhotos.put(photo({ owner: "tenant.other" }));
    await drain(OWNER);
    expect(create).not.toHaveBeenCalled();
    expect(store).not.toHaveBeenCalled();
  });
  it("keeps off what a form is just sending, and takes it over when its tab is gone", async () => {
    await waiting.put(item("a", { busy_until: Date.now() + 60_000 }));
    await drain(OWNER);
    expect(create).not.toHaveBeenCalled();
    await waiting.put(item("a", { busy_until: Date.now() - 1 }));
    await drain(OWNER);
    expect(sentIds()).toEqual(["a"]);
  });
  it("holds a report while its form sends it, so that a killed tab loses nothing", async () => {
    let kept: Waiting | undefined;
    create.mockImplementation(async () => ((kept = await waiting.get("a")), {}));
    expect((await sendNow(item("a"))).state).toBe("sent");
    expect(kept?.id).toBe("a");
    expect(await waiting.get("a")).toBeUndefined();
  });
  it("does not bring back what was discarded while it was being sent", async () => {
    create.mockImplementation(async () => {
      await waiting.drop("a");
      throw new Unreachable();
    });
    await waiting.put(item("a"));
    await sendWaiting(item("a"));
    expect(await waiting.all()).toEqual([]);
  });
});

describe("several tabs", () => {
  it("drain one at a time by a lease where there are no locks", async () => {
    let release = () => undefined as void;
    const first = alone("x", () => new Promise<void>((done) => (release = done)), undefined);
    await vi.waitFor(async () => expect(await (await database()).get("lease", "x")).toBeDefined());
    expect(await take("x", "another tab")).toBe(false);
    release();
    expect(await first).toBe(true);
    expect(await take("x", "another tab")).toBe(true);
  });
  it("take over a lease that ended, and one of a clock that was set back", async () => {
    const db = await database();
    await db.put("lease", { name: "x", holder: "killed", until: Date.now() - 1 });
    expect(await take("x", "me")).toBe(true);
    await db.put("lease", { name: "x", holder: "killed", until: Date.now() + 3_600_000 });
    expect(await take("x", "me")).toBe(true);
  });
  it("leave the work to whoever has the browser's lock", async () => {
    const work = vi.fn();
    const locks = { request: async (_n: string, _o: unknown, run: (lock: null) => Promise<boolean>) => await run(null) };
    expect(await alone("x", work, locks as unknown as LockManager)).toBe(false);
    expect(work).not.toHaveBeenCalled();
  });
});
