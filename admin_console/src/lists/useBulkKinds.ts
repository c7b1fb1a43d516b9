/** Which actions on many records the reader's permissions open. */
import type { BulkKind } from "@/lists/BulkDialog";
import { useSession } from "@/session/session";

const NEEDS: [BulkKind, string][] = [
  ["complete", "task:act"],
  ["remind", "task:urge"],
  ["reassign", "task:reassign"],
  ["copy", "task:copy"],
];
export function useBulkKinds(type: string): BulkKind[] {
  const { permissions } = useSession();
  return NEEDS.filter(([, action]) => permissions.includes(`${type}:${action}`)).map(([kind]) => kind);
}
