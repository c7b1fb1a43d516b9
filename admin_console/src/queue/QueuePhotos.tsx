/** Small pictures of photos: from the device while it keeps them, else from the server. */
import { useEffect, useState } from "react";
import { media } from "@/api/endpoints";
import type { KeptPhoto } from "@/drafts/database";

const MOST = 5;
/** A picture that is still being drawn when its place goes must not miss its source. */
const REVOKED_AFTER_MS = 2_000;

export function QueuePhotos({ hashes, kept }: { hashes: string[]; kept: Map<string, KeptPhoto> | undefined }) {
  if (!hashes.length || !kept) return null;
  return (
    <div className="an-queue-photos">
      {hashes.slice(0, MOST).map((hash) => (
        <QueuePhoto key={hash} hash={hash} photo={kept.get(hash)} />
      ))}
    </div>
  );
}
function QueuePhoto({ hash, photo }: { hash: string; photo?: KeptPhoto }) {
  // Every reading of the database brings another blob of the same photo: the first one is shown.
  const [address] = useState(() => (photo ? URL.createObjectURL(photo.preview ?? photo.blob) : media.address(hash)));
  useEffect(() => () => void setTimeout(() => URL.revokeObjectURL(address), REVOKED_AFTER_MS), [address]);
  // Without a signal what has arrived cannot be shown: its place stays empty.
  return <img src={address} alt="" onError={(event) => (event.currentTarget.style.visibility = "hidden")} />;
}
