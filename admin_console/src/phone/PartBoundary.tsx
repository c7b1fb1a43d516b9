/** A page whose code did not come over a dead signal says so, with a way on; it is asked for again on return. */
import { Component, type ReactNode } from "react";
import { ReadFailure } from "@/problem/Stand";

interface Props {
  /** Another place is another try. */
  place: string;
  children: ReactNode;
}
export class PartBoundary extends Component<Props, { failed?: unknown; place: string }> {
  state = { place: this.props.place };
  static getDerivedStateFromError(failed: unknown) {
    return { failed };
  }
  static getDerivedStateFromProps(props: Props, state: { place: string }) {
    return props.place === state.place ? null : { failed: undefined, place: props.place };
  }
  render() {
    const { failed } = this.state as { failed?: unknown };
    if (failed === undefined) return this.props.children;
    // Anything but a missing part is a fault of ours and must not look like a bad signal.
    if (!/import|fetch|chunk|module/i.test(String(failed))) throw failed;
    return <ReadFailure error={failed} again={() => location.reload()} />;
  }
}
