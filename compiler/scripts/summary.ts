/** What merging scripts did, or would do, for people. */
import type { PackageScripts } from '../base/package-scripts.ts';
import { list, plural } from '../base/text.ts';
import type { ScriptMerge } from './merge.ts';

/** True when a script that symphonies name did not get into the package. */
export const leftOut = ({ conflicts, unusable }: PackageScripts, merge: ScriptMerge | undefined): boolean =>
  conflicts.length + unusable.length > 0 || (merge !== undefined && merge.kept.length + merge.refused.length > 0);

/** One line for each script that did not get in, and one that counts the others. `written`: not only tried. */
export function summaryLines(scripts: PackageScripts, merge: ScriptMerge | undefined, written: boolean): string[] {
  return [...problemLines(scripts), ...(merge ? mergeLines(merge, written) : [])];
}

const problemLines = ({ scripts, conflicts, unusable }: PackageScripts): string[] => [
  ...(scripts.length + conflicts.length + unusable.length === 0
    ? ['no symphony names scripts; write them under `scripts` of a symphony']
    : []),
  ...conflicts.map(({ name, symphonies }) => {
    const claims = list(symphonies.map((id) => `\`${id}\``));
    return `left out \`${name}\`: ${claims} claim the name; give all but one another name`;
  }),
  ...unusable.map(({ name, symphony, reason }) => `left out \`${name}\` of \`${symphony}\`: ${reason}`),
];

function mergeLines(merge: ScriptMerge, written: boolean): string[] {
  const { added, replaced, unchanged, kept, refused, stale } = merge;
  const tense = written ? '' : 'would be ';
  return [
    ...kept.map(
      ({ name, current, wanted }) =>
        `kept \`${name}\`: it is ${current}, not "${wanted}"; overwrite it with \`--force\`, or rename one of the two`,
    ),
    ...refused.map(({ name, reason }) => `left out \`${name}\`: ${reason}; rename it`),
    ...stale.map((name) => `\`${name}\` is in the package, but no symphony names it any more; remove it by hand`),
    `${plural(added.length, 'script')} ${tense}added, ${replaced.length} ${tense}replaced, ${unchanged.length} unchanged`,
  ];
}
