/** Plans and areas as the server has them. */
import { useQuery } from "@tanstack/react-query";
import { places } from "@/api/endpoints";
import type { Geofence, Plan } from "@/api/planTypes";

export const usePlans = () => useQuery({ queryKey: ["plans"], queryFn: places.plans, staleTime: 60_000 });
export const useGeofences = () => useQuery({ queryKey: ["geofences"], queryFn: places.geofences, staleTime: 60_000 });

/** The plan that fits a floor best: the same floor, else the whole site's, else the first. */
export function planFor(plans: Plan[], floor: string): Plan | undefined {
  const usable = plans.filter((plan) => plan.georeference);
  return usable.find((plan) => plan.floor === floor) ?? usable.find((plan) => !plan.floor) ?? usable[0];
}
/** What lies on a plan: the same floor; a plan of the whole site shows everything. */
export const isOn = (plan: Plan, thing: { floor: string }) => !plan.floor || plan.floor === thing.floor;
export const hasFence = (area: Geofence) => Boolean(area.boundary || area.centre);
