/**
 * The parts of a run as one reading of its journal finds them: the run, symphonies, movements, steps and ways back, each once,
 * however many processes played it. A part begins when it first began and ends when it last ended.
 */
import type { Failure } from '../model/result.ts';

interface PartEvent {
  readonly at: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | boolean | null | undefined>>;
}

export interface Part {
  readonly kind: 'run' | 'symphony' | 'movement' | 'step' | 'rollback' | 'undo';
  /** Names it in the journal; empty for the run. */
  readonly path: string;
  /** Undefined for the run. */
  readonly parent?: Part;
  readonly name: string;
  readonly start: string;
  end: string;
  /** Undefined as long as it has not ended. */
  status?: string;
  failure?: Failure;
  /** What is said about it beside what all parts have. */
  readonly attributes: Record<string, string | number | boolean | null | undefined>;
  readonly events: PartEvent[];
  /** Of the last entry about it. */
  seq: number;
}

/** The parts by path, in the order in which they began. */
export interface Parts {
  readonly all: readonly Part[];
  at(path: string): Part | undefined;
  add(part: Part): Part;
  /** The innermost part that a path lies in. */
  around(path: string): Part | undefined;
}

export function openParts(): Parts {
  const all: Part[] = [];
  const byPath = new Map<string, Part>();
  const at = (path: string): Part | undefined => byPath.get(path);
  return {
    all,
    at,
    add: (part) => {
      all.push(part);
      byPath.set(part.path, part);
      return part;
    },
    around: (path) => {
      let rest = path;
      for (;;) {
        const cut = rest.lastIndexOf('/');
        if (cut === -1) return at('');
        rest = rest.slice(0, cut);
        // What is performed at a later try lies below `~` and the number of the try.
        const found = at(rest);
        if (found) return found;
      }
    },
  };
}

/** The symphony that a part lies in, or is. */
export function pipelineOf(part: Part | undefined): string | undefined {
  for (let around = part; around; around = around.parent)
    if (around.kind === 'symphony' || around.kind === 'run') return around.name;
  return undefined;
}
