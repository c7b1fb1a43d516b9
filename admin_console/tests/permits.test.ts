/** What permits' pages make of the values they read: time left, who is missing, what a new booking begins with. */
import { describe, expect, it } from "vitest";
import type { Definition, RecordDetail, Row, Session } from "@/api/types";
import { runningRows, urgencyOf } from "@/permit/data";
import { dueNext, gasTestBegun, overLimit, unmeasured } from "@/permit/guarding";
import { guarded, overtime } from "@/permit/live";
import { isLabelOf, standingAt } from "@/permit/place";
import { analysed, anotherJob, askedInQuick, lastOnes, oneMore, tomorrow } from "@/permit/quick";
import { takenAlong } from "@/permit/renewing";
import { certificated } from "@/permit/successors";

const NOW = new Date("2026-11-20T06:00:00Z"); // 14:00 in the plant
const inMinutes = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000).toISOString();
const row = (id: string, state: string, ends: number): Row => ({ id, number: `ZY-${id}`, state, title: id, data: { planned_end: inMinutes(ends), job: "hot_work" }, created_at: inMinutes(-60) }) as unknown as Row;

const definition = {
  type: "permit",
  start: { form: "permit_booking" },
  forms: { permit_booking: { title: "", fields: ["job", "level", "content", "area", "place", "work_unit", "applicant_unit", "responsible"].map((key) => ({ key, kind: "text", label: key })) } },
  code_lists: { permit_level: { title: "", items: [{ code: "hot_1", label: "1", parent: "hot_work" }, { code: "hot_2", label: "2", parent: "hot_work" }, { code: "road", label: "r", parent: "road_closing" }] } },
} as unknown as Definition;
const session = { person: { id: "me", name: "王工", org: { path: "/w1/", name: "一车间" } } } as unknown as Session;
const last = { id: "old", data: { job: "hot_work", level: "hot_2", content: "焊接管线", place: "三楼", work_unit: "检修公司", gas_tests: [{}], signature: "x", planned_end: inMinutes(-5) }, area: { id: "a1", name: "反应釜区" }, owner: { id: "p9", name: "李" } } as unknown as RecordDetail;

describe("the time a permit has left", () => {
  it("is soon under half an hour, late after it, and nothing once the permit has ended", () => {
    expect(urgencyOf("working", inMinutes(30), NOW).urgency).toBe("calm");
    expect(urgencyOf("working", inMinutes(29), NOW).urgency).toBe("soon");
    expect(urgencyOf("paused", inMinutes(-1), NOW)).toEqual({ urgency: "late", minutes: -1 });
    expect(urgencyOf("voided", inMinutes(-1), NOW).urgency).toBe("none");
  });
  it("puts those that run out first on the board, five at most", () => {
    const rows = [row("far", "working", 90), row("over", "issued", -40), row("near", "working", 10), row("ended", "accepted", -90)];
    expect(overtime(rows, NOW).map(({ row: { id } }) => id)).toEqual(["over", "near"]);
    expect(overtime(Array.from({ length: 9 }, (_, i) => row(`p${i}`, "working", i)), NOW)).toHaveLength(5);
  });
});

describe("guardians", () => {
  it("who was never seen stands before who was seen long ago", () => {
    const rows = [row("fresh", "working", 60), row("never", "working", 60), row("old", "working", 60), row("idle", "issued", 60)];
    const seen = [{ subject: "fresh", at: inMinutes(-1) }, { subject: "old", at: inMinutes(-25) }, { subject: "old", at: inMinutes(-30) }];
    expect(guarded(rows, seen, NOW).map(({ row: { id }, minutes }) => [id, minutes])).toEqual([["never", undefined], ["old", 25], ["fresh", 1]]);
  });
  it("those who have left stand in no list of people", () => {
    expect(runningRows({ passages: [{ person: "a" }, { person: "b", "@ended": NOW.toISOString() }] } as never, "passages").map(({ person }) => person)).toEqual(["a"]);
  });
});

describe("the next gas test", () => {
  const countdown = { watch: "gas_record", title: "", minutes: 90, table: "gas_tests", column: "sampled_at", only: ["confined_space"] };
  const defined = { flow: { nodes: [{ key: "working", title: "", kind: "task", outcomes: [], countdowns: [countdown] }] } } as unknown as Definition;
  const permit = (job: string, ...tests: object[]) => ({ chain: [{ node: "working", state: "now", opened_at: inMinutes(-30) }], data: { job, gas_tests: tests } }) as unknown as RecordDetail;
  const test = (minutes: number, by: string, more: object = {}) => ({ sampled_at: inMinutes(minutes), instrument: `GX-${by}`, flammable_unit: "lel", oxygen: "20.9", "@by": by, ...more });

  it("is due so long after the newest sample, whoever entered it last, and after the start while there is none", () => {
    expect(dueNext(permit("confined_space", test(-10, "a"), test(-60, "b")), defined, NOW)?.minutes).toBe(80);
    expect(dueNext(permit("confined_space"), defined, NOW)?.minutes).toBe(60);
    expect(dueNext(permit("confined_space", test(-100, "a")), defined, NOW)?.minutes).toBe(-10);
    expect(dueNext(permit("hot_work", test(-10, "a")), defined, NOW)).toBeUndefined();
  });
  it("begins with one's own instrument and now, never with the values measured before", () => {
    const begun = gasTestBegun(permit("confined_space", test(-60, "me"), test(-10, "b")), "me", NOW);
    expect(begun).toEqual({ instrument: "GX-me", flammable_unit: "lel", sampled_at: "2026-11-20T06:00:00Z" });
    expect(gasTestBegun(permit("confined_space", test(-10, "b")), "me", NOW).instrument).toBe("GX-b");
    expect(gasTestBegun(permit("confined_space"), "me", NOW)).toEqual({ sampled_at: "2026-11-20T06:00:00Z" });
  });
  it("is over the limit until everything that was bad there is measured well again at the same point", () => {
    const levels = { code_lists: { gas_level: { title: "", items: [{ code: "over", label: "over", colour: "red" }, { code: "fine", label: "fine" }] } } } as unknown as Definition;
    const bad = test(-30, "a", { point: "middle", flammable: "30", result: "over" });
    const oxygen = test(-20, "a", { point: "middle", result: "fine" });
    const elsewhere = test(-20, "a", { point: "top", flammable: "0", result: "fine" });
    const cured = test(-10, "a", { point: "middle", flammable: "0", result: "fine" });
    const over = (...tests: object[]) => overLimit(permit("confined_space", ...tests), levels)?.row.flammable;
    expect([over(bad), over(bad, oxygen, elsewhere), over(oxygen)]).toEqual(["30", "30", undefined]);
    expect(over(bad, oxygen, cured)).toBeUndefined();
    expect(over(cured, test(-5, "a", { point: "middle", flammable: "40", result: "over" }))).toBe("40");
  });
  it("says no unit of a gas that was not measured", () => {
    expect(unmeasured({ flammable: "0", flammable_unit: "lel", toxic_unit: "ppm", co: "" })).toEqual({ toxic_unit: null, toxic_gas: null });
  });
});

describe("who takes a watch over", () => {
  it("has a certificate in force and neither works nor guards here", () => {
    const held = (person: string, until: string, review?: string) => ({ id: `z-${person}`, owner: { id: person, name: "" }, data: { valid_until: until, review_until: review } }) as unknown as Row;
    const here = { data: { guardians: [{ person: "leaving" }, { person: "gone", "@ended": "x" }], workers: [{ person: "welder" }] } } as unknown as RecordDetail;
    const rows = [held("leaving", inMinutes(9e5)), held("welder", inMinutes(9e5)), held("old", inMinutes(-9000)), held("unreviewed", inMinutes(9e5), inMinutes(-9000)), held("soon", inMinutes(9000)), held("gone", inMinutes(9e5))];
    expect(certificated(here, rows, NOW).map(({ person }) => person)).toEqual(["gone", "soon"]);
  });
});

describe("the place", () => {
  const record = { area: { id: "a1" }, equipment: { id: "e1" } } as unknown as RecordDetail;
  const fence = { id: "a1", title: "", number: "", org_path: "/", level: "", floor: "", boundary: null, centre: [120, 32] as [number, number], radius_m: 50 };
  const at = (lat: number, accuracy_m: string) => ({ lat: String(lat), lon: "120", accuracy_m, system: "WGS-84" as const, source: "browser" as const, at: "" });
  it("is left outside the circle, and a fix of 500 m proves nothing", () => {
    expect(standingAt(record, [fence], at(32.0003, "8")).kind).toBe("inside");
    expect(standingAt(record, [fence], at(32.01, "8"))).toMatchObject({ kind: "outside" });
    expect(standingAt(record, [fence], at(32, "500"))).toEqual({ kind: "inaccurate", metres: 500 });
    expect(standingAt(record, [], at(32, "8")).kind).toBe("unknown");
  });
  it("has the labels of its area and its equipment and no others", () => {
    expect([isLabelOf(record, "a1"), isLabelOf(record, "e1"), isLabelOf(record, "a2"), isLabelOf(record, "")]).toEqual([true, true, false, false]);
  });
});

describe("a booking in few taps", () => {
  const known = { session, definition, now: NOW };
  it("takes a job along but never its times, tests or signatures", () => {
    expect(takenAlong(last, definition)).toEqual({ job: "hot_work", level: "hot_2", content: "焊接管线", area: "a1", place: "三楼", work_unit: "检修公司", responsible: "p9" });
    expect(oneMore({ last }, known)).toMatchObject({ planned_start: "2026-11-21T00:30:00Z", planned_end: "2026-11-21T08:30:00Z", level: "hot_2" });
  });
  it("of another kind keeps the place and asks level and content anew", () => {
    expect(anotherJob("road_closing", { last }, known)).toMatchObject({ job: "road_closing", level: "road", area: "a1", work_unit: "检修公司" });
    const first = anotherJob("hot_work", {}, known);
    expect(first).toMatchObject({ applicant_unit: "/w1/", work_unit: "一车间", responsible: "me", level: undefined });
    expect(first).not.toHaveProperty("content");
  });
  it("names who guarded this kind last and stayed, and asks for dangers, a photo and a signature", () => {
    const ofKind = { ...last, data: { ...last.data, risks: ["hot_work_1"], guardians: [{ person: "g1", certificate: "c1", note: "n", "@no": 1 }, { person: "g2", "@ended": inMinutes(-9) }] } } as unknown as RecordDetail;
    for (const begun of [oneMore({ last: ofKind }, known), oneMore({ last, ofKind }, known), anotherJob("hot_work", { ofKind }, known)]) {
      expect(begun.guardians).toEqual([{ person: "g1", certificate: "c1" }]);
      expect(begun).not.toHaveProperty("risks");
      expect(askedInQuick(begun)).toEqual(["risks", "site_photos", "applicant_signature"]);
    }
    expect(oneMore({ last }, known)).not.toHaveProperty("guardians");
    expect(askedInQuick({ job: "hot_work" })).toEqual([]);
  });
  it("has its ticked dangers written into the analysis, each with its measure, and only into an empty one", () => {
    const texts = (said: string) => [{ title: "火花", text: said }, { title: "落物", text: "x" }];
    const jha = { key: "jha", kind: "table", label: "", columns: [{ key: "step" }, { key: "danger", templates: texts("引燃") }, { key: "measure", templates: texts("封盖") }] };
    const defined = { fields: [jha], code_lists: { permit_danger: { title: "", items: [{ code: "hot_work_1", label: "火花" }] } }, forms: { permit_application: { title: "", fields: [jha] } } } as unknown as Definition;
    expect(analysed({ content: "焊接", risks: ["hot_work_1", "gone"] }, defined)).toEqual([{ step: "焊接", danger: "引燃", measure: "封盖" }]);
    expect(analysed({ content: "焊接", risks: ["hot_work_1"], jha: [{ step: "拆" }] as never }, defined)).toEqual([]);
  });
  it("is for tomorrow by the plant's calendar, also late in the evening", () => {
    expect(tomorrow(new Date("2026-11-20T17:30:00Z")).planned_start).toBe("2026-11-22T00:30:00Z");
  });
  it("offers the same job at the same place once", () => {
    expect(lastOnes([row("a", "accepted", 0), row("a", "voided", 0), row("b", "accepted", 0)], 3).map(({ id }) => id)).toEqual(["a", "b"]);
  });
});
