/** Why something was not kept: the refusal with its fields, or that nobody answered. */
import { Refused } from "@/api/client";
import { BlockCard } from "@/problem/BlockCard";
import { ReadFailure } from "@/problem/Stand";

export function Failure({ of }: { of: unknown }) {
  if (!of) return null;
  if (of instanceof Refused) return <BlockCard problem={of.problem} errors={of.problem.errors} />;
  return <ReadFailure error={of} />;
}
