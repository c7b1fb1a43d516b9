/** The device's conditions hold as the server's do: the same vectors. */
import { describe, expect, it } from "vitest";
import vectors from "./expressions.json";
import { type Expression, holds } from "@/form/expressions";

describe("conditions", () => {
  it.each(vectors.map((vector) => [vector.why, vector] as const))("%s", (_, vector) => {
    expect(holds(vector.expression as Expression, vector.data, vector.known)).toBe(vector.holds);
  });
});
