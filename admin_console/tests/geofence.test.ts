import { describe, expect, it } from "vitest";
import { areaAt, distance, type Fenced, holds } from "@/capture/geofence";

const square = (lon: number, lat: number, side: number): [number, number][] => [
  [lon, lat],
  [lon + side, lat],
  [lon + side, lat + side],
  [lon, lat + side],
];
const area = (id: string, boundary: [number, number][] | null, centre: [number, number] | null = null, radius_m = 0): Fenced => ({ id, title: id, boundary, centre, radius_m });
const plant = area("plant", square(120.86, 32.01, 0.01));
const reactor = area("reactor", square(120.862, 32.012, 0.001));
const tanks = area("tanks", null, [120.88, 32.02], 80);
const undrawn = area("undrawn", null);
const all = [plant, reactor, tanks, undrawn];
const at = (lon: number, lat: number, accuracy_m = 9) => ({ lon, lat, accuracy_m });

describe("the area of a position", () => {
  it("is the smallest that holds it", () => {
    expect(areaAt(all, at(120.8625, 32.0125))).toMatchObject({ kind: "inside", area: { id: "reactor" } });
    expect(areaAt(all, at(120.866, 32.016))).toMatchObject({ kind: "inside", area: { id: "plant" } });
  });
  it("is a circle where no boundary is drawn", () => {
    expect(areaAt(all, at(120.8805, 32.02))).toMatchObject({ kind: "inside", area: { id: "tanks" } });
  });
  it("is offered as near when it lies within the accuracy, with its distance", () => {
    const found = areaAt(all, at(120.8597, 32.015, 40));
    expect(found).toMatchObject({ kind: "near", area: { id: "plant" } });
    expect(found.kind === "near" && found.metres).toBe(28);
    expect(areaAt(all, at(120.8597, 32.015, 20)).kind).toBe("outside");
  });
  it("is not guessed from an inaccurate position", () => {
    expect(areaAt(all, at(120.8625, 32.0125, 800))).toEqual({ kind: "inaccurate", metres: 800 });
  });
  it("is unknown where none is drawn, and says how many are not", () => {
    expect(areaAt([undrawn], at(120.86, 32.01))).toEqual({ kind: "outside", unfenced: 1 });
  });
});

describe("a boundary", () => {
  it("holds what lies in its bay and not in its notch", () => {
    const notched: [number, number][] = [[0, 0], [4, 0], [4, 4], [2, 1], [0, 4]];
    expect(holds(notched, 1, 1)).toBe(true);
    expect(holds(notched, 2, 2)).toBe(false);
  });
  it("is measured to its nearest edge, not to a corner", () => {
    expect(distance(square(0, 0, 0.01), 0.005, -0.001)).toBeCloseTo(111.3, 0);
  });
});
