/** Wire shapes of places: areas with their fences, plans with their georeference. */

/** Longitude, latitude. */
export type LonLat = [number, number];

export interface Geofence {
  id: string;
  title: string;
  number: string;
  org_path: string;
  level: string;
  floor: string;
  /** Corners in WGS-84; null while nobody has drawn it. */
  boundary: LonLat[] | null;
  centre: LonLat | null;
  radius_m: number;
}
/** lon = lon_x * x + lon_y * y + lon_0; lat alike. */
export interface Georeference {
  lon_x: number;
  lon_y: number;
  lon_0: number;
  lat_x: number;
  lat_y: number;
  lat_0: number;
}
export interface Plan {
  id: string;
  number: string;
  version: number;
  title: string;
  org_path: string;
  floor: string;
  image: string;
  width: number;
  height: number;
  georeference: Georeference | null;
}
export interface EquipmentPlace {
  id: string;
  number: string;
  title: string;
  code: string;
  area: string | null;
  floor: string;
  at: LonLat | null;
}
/** Values of the fields `boundary` and `plan_points`: decimals are texts. */
export interface BoundaryValue {
  ring: [string, string][];
  system?: string;
}
export interface PlanPoint {
  x: string;
  y: string;
  lon: string;
  lat: string;
}
export interface PlanPointsValue {
  points: PlanPoint[];
}
/** The plant's own advice text; `category` "" is for all. */
export interface Advice {
  id: string;
  category: string;
  title: string;
  text: string;
  position: number;
  changed_at: string;
}
/** What a plant has of what it needs; `vacant`: roles that nobody holds; `crowded`: roles that sign
 *  beside each other as different people, all held by this one person only. */
export interface Setup {
  items: { key: string; found: number; unfinished: number }[];
  vacant: string[];
  crowded: { roles: string[]; person: string }[];
}
export interface AdviceList {
  items: Advice[];
  /** Texts of the packs. */
  shipped: { title: string; text: string }[];
  /** `title` is the code, `text` its label. */
  categories: { title: string; text: string }[];
}
