/** What a file is before it is kept: a picture of a size that the server takes, and its small preview. */

export const PHOTO_LIMIT_BYTES = 20 * 1024 * 1024;
const PREVIEW_SIDE = 640;

export interface PictureFault {
  code: "too_large" | "heic" | "no_picture" | "empty";
  size: string;
  limit: string;
}
/** Why a file cannot become a photo; undefined when it can. The name of a file proves nothing. */
export async function pictureFault(file: Blob): Promise<PictureFault | undefined> {
  const fault = (code: PictureFault["code"]) => ({ code, size: megabytes(file.size), limit: megabytes(PHOTO_LIMIT_BYTES) });
  if (file.size === 0) return fault("empty");
  const kind = kindOf(new Uint8Array(await file.slice(0, 16).arrayBuffer()));
  if (kind !== "picture") return fault(kind);
  return file.size > PHOTO_LIMIT_BYTES ? fault("too_large") : undefined;
}
function kindOf(head: Uint8Array): "picture" | "heic" | "no_picture" {
  const text = String.fromCharCode(...head);
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return "picture";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "picture";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "picture";
  return text.slice(4, 8) === "ftyp" && /^(hei[cxms]|hev[cxms]|mif1|msf1|avif)/.test(text.slice(8, 12)) ? "heic" : "no_picture";
}
export const megabytes = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

/** A small JPEG of the picture, upright; undefined where the device cannot decode it. */
export async function previewOf(file: Blob): Promise<Blob | undefined> {
  try {
    const picture = await decoded(file);
    const scale = Math.min(1, PREVIEW_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    if ("close" in picture) picture.close(); // an old phone has little memory for bitmaps
    return await new Promise((made) => canvas.toBlob((blob) => made(blob ?? undefined), "image/jpeg", 0.72));
  } catch {
    return undefined;
  }
}
async function decoded(file: Blob): Promise<ImageBitmap | HTMLImageElement> {
  if ("createImageBitmap" in window) return await createImageBitmap(file, { imageOrientation: "from-image" } as ImageBitmapOptions);
  const image = new Image();
  image.src = URL.createObjectURL(file);
  await image.decode();
  return image;
}
