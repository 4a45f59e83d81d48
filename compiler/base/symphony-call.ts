/** Commands that play a symphony of this workspace: by `symphonyc run`, by an npm script of it, by a recipe for `just`. */
import type { Lookup } from '../model/index.ts';
import { baseOf } from './path.ts';
import { scriptsOf } from './shell-call.ts';

/** What a command plays, and the argument that says so. */
interface SymphonyCall {
  readonly symphony: string;
  readonly position: number;
}

const programOf = (argument: string): string => baseOf(argument).replace(/\.(?:c?js|mjs|exe|cmd)$/, '');

const packageManagers = new Set(['npm', 'pnpm', 'yarn', 'bun']);
const packageRunners = new Set(['npx', 'pnpx', 'bunx']);

/** The position of the first argument from `from` on that is no option. */
const nextWord = (argv: readonly string[], from: number): number => {
  const found = argv.findIndex((argument, i) => i >= from && !argument.startsWith('-'));
  return found === -1 ? argv.length : found;
};

/** Where the program begins behind `env A=b`, `npx`, `npm exec` and `node`. */
function programAt(argv: readonly string[]): number {
  const first = programOf(argv[0] ?? '');
  if (first === 'env') return argv.findIndex((argument, i) => i > 0 && !/^-|^\w+=/.test(argument));
  if (packageRunners.has(first) || first === 'node') return nextWord(argv, 1);
  const runs = packageManagers.has(first) && ['exec', 'x', 'dlx'].includes(argv[1] ?? '');
  return runs ? nextWord(argv, 2) : 0;
}

/** A recipe of the generated Justfile: `symphony`, `symphony--movement`, `symphony_level`, `play_symphony`. */
const ofRecipe = (recipe: string): string => recipe.replace(/^play_/, '').replace(/--.*$|_(?:p|mf|f|ff)$/, '');

const ownRecipes = new Set(['build', 'check', 'default']);

function playedBy(argv: readonly string[], lookup: Lookup): SymphonyCall | undefined {
  const at = programAt(argv);
  const program = programOf(argv[at] ?? '');
  if (program === 'symphonyc') {
    const known = argv.findIndex((argument, i) => i > at + 1 && lookup.find('Symphony', argument) !== undefined);
    const position = known === -1 ? nextWord(argv, at + 2) : known;
    const keeps = argv.some((argument) => argument.startsWith('--correlation'));
    return argv[at + 1] === 'run' && !keeps && position < argv.length
      ? { symphony: argv[position]!, position }
      : undefined;
  }
  if (packageManagers.has(program)) {
    const position = nextWord(argv, at + (/^run(?:-script)?$/.test(argv[at + 1] ?? '') ? 2 : 1));
    const [symphony] = lookup.players(argv[position] ?? '');
    return symphony === undefined ? undefined : { symphony, position };
  }
  if (program !== 'just') return undefined;
  const position = nextWord(argv, at + 1);
  const recipe = argv[position] ?? '';
  const symphony = ofRecipe(recipe);
  return !ownRecipes.has(recipe) && lookup.find('Symphony', symphony) ? { symphony, position } : undefined;
}

/** What a command plays, itself or in a script that it gives to a shell. */
export function symphonyCall(argv: readonly string[], lookup: Lookup): SymphonyCall | undefined {
  const direct = playedBy(argv, lookup);
  if (direct) return direct;
  for (const { position } of scriptsOf(argv)) {
    for (const command of argv[position]!.split(/[;&|\n]+/)) {
      const played = playedBy(command.trim().split(/\s+/), lookup);
      if (played) return { ...played, position };
    }
  }
  return undefined;
}
