/** Photos on this device: the original with its preview, until the server has both. */
import { database, type KeptPhoto } from "@/drafts/database";

export const keptPhotos = {
  put: async (photo: KeptPhoto) => void (await (await database()).put("photo", photo)),
  get: async (hash: string) => (await database()).get("photo", hash),
  drop: async (hash: string) => (await database()).delete("photo", hash),
  of: async (owner: string) => (await (await database()).getAll("photo")).filter((photo) => photo.owner === owner),
};
