/** Fields that need the plan or the calendar: loaded when a form has one, so that a phone's first load stays small. */
import { lazy, Suspense } from "react";
import type { FieldInput } from "@/form/FieldRow";
import { Skeleton } from "@/problem/Stand";

const Boundary = lazy(() => import("@/plan/BoundaryField"));
const Points = lazy(() => import("@/plan/PlanPointsField"));
const Calendar = lazy(() => import("@/calendar/WorkingCalendarField"));

export const BoundaryField = (input: FieldInput) => (
  <Suspense fallback={<Skeleton />}>
    <Boundary {...input} />
  </Suspense>
);
export const PlanPointsField = (input: FieldInput) => (
  <Suspense fallback={<Skeleton />}>
    <Points {...input} />
  </Suspense>
);
export const WorkingCalendarField = (input: FieldInput) => (
  <Suspense fallback={<Skeleton />}>
    <Calendar {...input} />
  </Suspense>
);
