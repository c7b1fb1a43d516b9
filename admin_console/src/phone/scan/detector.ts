/** Reads QR codes: by the device where it can, else by our own copy of ZXing; nothing is fetched from elsewhere. */
import { BarcodeDetector as Portable, prepareZXingModule } from "barcode-detector/ponyfill";
import reader from "zxing-wasm/reader/zxing_reader.wasm?url";

export interface Detector {
  detect: (picture: ImageBitmapSource) => Promise<{ rawValue: string }[]>;
}
interface Native {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats?: () => Promise<string[]>;
}

export async function openDetector(): Promise<Detector> {
  const own = (globalThis as { BarcodeDetector?: Native }).BarcodeDetector;
  const formats = await own?.getSupportedFormats?.().catch((): string[] => []);
  if (own && formats?.includes("qr_code")) return new own({ formats: ["qr_code"] });
  prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? reader : prefix + path) } });
  return new Portable({ formats: ["qr_code"] });
}
