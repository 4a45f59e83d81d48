/** The npm scripts that symphonies name, as commands that need no quoting in any shell. */
import type { ScriptOutline, SymphonySummary } from '../model/index.ts';
import { isDynamics } from './music.ts';
import { compareText } from './text.ts';

export interface PackageScript {
  readonly name: string;
  readonly command: string;
}

/** A name that several symphonies give to their scripts, usable or not. None of them gets it. */
interface ScriptConflict {
  readonly name: string;
  /** Sorted by id. */
  readonly symphonies: readonly string[];
}

/** A script that cannot be a command: it names a movement or a level that does not exist. */
interface UnusableScript {
  readonly name: string;
  readonly symphony: string;
  readonly reason: string;
}

export interface PackageScripts {
  /** Sorted by name. */
  readonly scripts: readonly PackageScript[];
  readonly conflicts: readonly ScriptConflict[];
  readonly unusable: readonly UnusableScript[];
}

/** The scripts of all symphonies. */
export function packageScripts(symphonies: readonly SymphonySummary[]): PackageScripts {
  const scripts: PackageScript[] = [];
  const conflicts: ScriptConflict[] = [];
  const unusable: UnusableScript[] = [];
  for (const [name, claimants] of scriptClaims(symphonies)) {
    if (claimants.length > 1) {
      conflicts.push({ name, symphonies: claimants.map(({ symphony }) => symphony.id).sort(compareText) });
      continue;
    }
    const { symphony, script } = claimants[0]!;
    const result = commandOf(symphony, script);
    if ('reason' in result) unusable.push({ name, symphony: symphony.id, reason: result.reason });
    else scripts.push({ name, command: result.command });
  }
  return { scripts, conflicts, unusable };
}

interface ScriptClaim {
  readonly symphony: SymphonySummary;
  readonly script: ScriptOutline;
}

/** Who names each script, sorted by the name of the script. */
export function scriptClaims(symphonies: readonly SymphonySummary[]): ReadonlyMap<string, readonly ScriptClaim[]> {
  const claims = new Map<string, ScriptClaim[]>();
  for (const symphony of symphonies) {
    for (const script of symphony.scripts) {
      const known = claims.get(script.name);
      if (known) known.push({ symphony, script });
      else claims.set(script.name, [{ symphony, script }]);
    }
  }
  return new Map([...claims].sort(([a], [b]) => compareText(a, b)));
}

type CommandResult = { readonly command: string } | { readonly reason: string };

/** Only what is known by name gets into a command, so a document has no way to put anything else there. */
function commandOf({ id, movements }: SymphonySummary, { movement, dynamics, report }: ScriptOutline): CommandResult {
  if (movement !== undefined && !movements.some((known) => known.id === movement))
    return { reason: `there is no movement \`${movement}\`` };
  if (dynamics !== undefined && !isDynamics(dynamics)) return { reason: `there is no level \`${dynamics}\`` };
  if (report) return { command: plain(`symphonyc report ${id}`) };
  const options = [
    ...(movement === undefined ? [] : [` --movement ${movement}`]),
    ...(dynamics === undefined ? [] : [` --dynamics ${dynamics}`]),
  ];
  return { command: plain(`symphonyc run ${id}${options.join('')}`) };
}

/** The schema lets identifiers hold nothing that `sh` or `cmd` reads as more than text. */
function plain(command: string): string {
  if (!/^[a-z0-9 -]+$/.test(command)) throw new Error(`a script would need quoting: ${command}`);
  return command;
}
