/**
 * Runs the steps of a glob pattern. All positions that a path so far can have led to are one state; states and what
 * leads from one to another are kept, since the next path mostly begins like the last: it then costs one look a character.
 */

export type Step =
  | { readonly op: 'char'; readonly char: string }
  | { readonly op: 'class'; readonly takes: (char: string) => boolean }
  /** Any number of characters; `deep` ones go on across folders. */
  | { readonly op: 'many'; readonly deep: boolean }
  /** Holds at the first character of a file or folder name only. */
  | { readonly op: 'start' }
  /** Goes on at all of these, as distances from here. */
  | { readonly op: 'split'; readonly to: readonly number[] };

interface State {
  readonly positions: ReadonlySet<number>;
  /** Whether the next character begins the name of a file or folder. */
  readonly beginsName: boolean;
  readonly next: Map<number, State>;
}

/** More than any sensible pattern has; beyond them all is forgotten and found again. */
const maxKept = 2000;

/** Tells whether a path leads through all of `steps`. */
export function stepMatcher(steps: readonly Step[]): (path: string) => boolean {
  const states = new Map<string, State>();
  const stateOf = (positions: ReadonlySet<number>, beginsName: boolean): State => {
    const key = `${beginsName} ${[...positions].sort((a, b) => a - b)}`;
    const known = states.get(key);
    if (known) return known;
    const state = { positions, beginsName, next: new Map() };
    states.set(key, state);
    return state;
  };
  let kept = 0;
  const follow = (state: State, char: string): State => {
    const from: number[] = [];
    for (const at of state.positions) {
      const step = steps[at];
      if (step && takes(step, char, state.beginsName)) from.push(step.op === 'many' ? at : at + 1);
    }
    const found = stateOf(reach(steps, from, char === '/'), char === '/');
    state.next.set(char.charCodeAt(0), found);
    kept++;
    return found;
  };
  const begin = (): State => stateOf(reach(steps, [0], true), true);
  let first = begin();
  return (path) => {
    if (kept > maxKept) {
      states.clear();
      kept = 0;
      first = begin();
    }
    let state = first;
    for (let i = 0; i < path.length && state.positions.size > 0; i++) {
      state = state.next.get(path.charCodeAt(i)) ?? follow(state, path[i]!);
    }
    return state.positions.has(steps.length);
  };
}

function takes(step: Step, char: string, beginsName: boolean): boolean {
  if (step.op === 'char') return char === step.char;
  const hidden = char === '.' && beginsName;
  if (step.op === 'class') return !hidden && char !== '/' && step.takes(char);
  return step.op === 'many' && !hidden && (step.deep || char !== '/');
}

/** All positions that can be reached from `from` without taking a character. */
function reach(steps: readonly Step[], from: number[], beginsName: boolean): ReadonlySet<number> {
  const seen = new Set<number>();
  for (let at = from.pop(); at !== undefined; at = from.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const step = steps[at];
    if (step?.op === 'many') from.push(at + 1);
    else if (step?.op === 'start' && beginsName) from.push(at + 1);
    else if (step?.op === 'split') for (const distance of step.to) from.push(at + distance);
  }
  return seen;
}
