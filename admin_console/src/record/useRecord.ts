/** One record with its definition, kept fresh while it is on the screen. */
import { useQuery } from "@tanstack/react-query";
import { definitions, records } from "@/api/endpoints";

export function useRecord(type: string, id: string) {
  const record = useQuery({
    queryKey: ["record", type, id],
    queryFn: () => records.read(type, id),
    refetchInterval: 30_000,
  });
  // After an update a record goes on with the forms that it began under.
  const pinned = record.data?.definition;
  const definition = useQuery({
    queryKey: pinned ? ["definition", type, pinned] : ["definition", type],
    queryFn: () => definitions.read(type, pinned ? id : undefined),
    staleTime: 300_000,
  });
  return { record, definition };
}
