/** The date that reproducible builds are made of: https://reproducible-builds.org/specs/source-date-epoch/ */
import type { Host } from '../host/host.ts';
import { UsageError } from './usage-error.ts';

/** Seconds since the epoch; undefined when the variable is not set. Throws UsageError for what is no whole number. */
export function sourceDateEpoch(host: Pick<Host, 'env'>): number | undefined {
  const text = host.env('SOURCE_DATE_EPOCH') ?? '';
  if (text === '') return undefined;
  if (/^\d{1,11}$/.test(text)) return Number(text);
  throw new UsageError(
    `\`SOURCE_DATE_EPOCH\` is \`${text}\`, which is not a whole number of seconds`,
    'set it to the output of `git log -1 --format=%ct`, or unset it',
  );
}
