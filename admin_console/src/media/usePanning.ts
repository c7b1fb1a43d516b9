/** Zoom by wheel, buttons or two fingers; move with the pointer. */
import { useRef, useState } from "react";

const SMALLEST = 0.5;
const LARGEST = 8;
interface Place {
  scale: number;
  x: number;
  y: number;
}
const FIT: Place = { scale: 1, x: 0, y: 0 };

export function usePanning() {
  const [place, setPlace] = useState(FIT);
  const fingers = useRef(new Map<number, { x: number; y: number }>());
  const zoom = (by: number) =>
    setPlace((was) => {
      const scale = Math.min(LARGEST, Math.max(SMALLEST, was.scale * by));
      const ratio = scale / was.scale;
      return { scale, x: was.x * ratio, y: was.y * ratio };
    });
  const spread = () => {
    const [one, two] = [...fingers.current.values()];
    return one && two ? Math.hypot(one.x - two.x, one.y - two.y) : 0;
  };
  const handlers = {
    onWheel: (event: React.WheelEvent) => zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15),
    onDoubleClick: () => (place.scale === 1 ? zoom(2.5) : setPlace(FIT)),
    onPointerDown: (event: React.PointerEvent<HTMLElement>) => {
      if ((event.target as HTMLElement).closest("button")) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    },
    onPointerMove: (event: React.PointerEvent) => {
      const was = fingers.current.get(event.pointerId);
      if (!was) return;
      const before = spread();
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (fingers.current.size > 1) zoom(before ? spread() / before : 1);
      else setPlace((now) => ({ ...now, x: now.x + event.clientX - was.x, y: now.y + event.clientY - was.y }));
    },
    onPointerUp: (event: React.PointerEvent) => void fingers.current.delete(event.pointerId),
    onPointerCancel: (event: React.PointerEvent) => void fingers.current.delete(event.pointerId),
  };
  return { ...place, zoom, fit: () => setPlace(FIT), handlers };
}
