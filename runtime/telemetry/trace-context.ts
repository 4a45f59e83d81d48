/** Which trace a run belongs to: W3C Trace Context, level 1 (https://www.w3.org/TR/trace-context/), handed on as TRACEPARENT. */
import { digestBytes } from '../core/digest.ts';

/** Version, trace id, id of the parent's span, flags. Versions after 00 may add fields at the end. */
const format = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?=-|$)/;

/** The part of a `traceparent` that is understood; undefined when it is none. */
export const traceParentIn = (text: string | undefined): string | undefined => {
  const match = format.exec(text ?? '');
  return match ? `00-${match[1]}-${match[2]}-01` : undefined;
};

/** The trace of the caller, when there is one; else one of the run's own. The same in each process that plays the run. */
export const traceIdOf = (run: string, traceParent: string | undefined): string =>
  traceParent?.slice(3, 35) ?? digestBytes(`symphonyc trace ${run}`).slice(0, 32);

/** The span of the caller. */
export const parentSpanOf = (traceParent: string | undefined): string | undefined => traceParent?.slice(36, 52);

/** The span of a part of a run, by the path that names it in the journal; of the run itself without one. */
export const spanIdOf = (run: string, path = ''): string => digestBytes(`symphonyc span ${run} ${path}`).slice(0, 16);

/** What a command is told, so that what it records joins the trace. */
export const traceParentFor = (traceId: string, run: string, path: string): string =>
  `00-${traceId}-${spanIdOf(run, path)}-01`;
