/** An area's colour by its risk level; the level's own word is said beside the plan. */
import type { Geofence } from "@/api/planTypes";
import type { Shade } from "@/plan/PlanMap";
import { colour } from "@/theme/tokens";

const SHADES: Record<string, Shade> = {
  red: { line: colour.riskRed, fill: colour.riskRed },
  orange: { line: colour.riskOrange, fill: colour.riskOrange },
  yellow: { line: colour.riskYellow, fill: colour.riskYellow },
  blue: { line: colour.riskBlue, fill: colour.riskBlue },
};
const PLAIN: Shade = { line: colour.inkFaint, fill: colour.next };

export const riskShade = (area: Geofence): Shade => SHADES[area.level] ?? PLAIN;
