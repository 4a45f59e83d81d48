/** Whether a path of a document means the same file on every machine. */
import { staysInside } from './path.ts';

/** What is wrong with it, as the end of a sentence about the path; undefined when it is portable. */
export function portabilityProblem(path: string): string | undefined {
  const slashed = path.replaceAll('\\', '/');
  if (/^(?:\/|~|[A-Za-z][\w+.-]*:)/.test(slashed)) return 'is absolute, and so true on one machine only';
  if (!staysInside(slashed)) return 'leads out of the workspace';
  if (slashed.split('/').includes('node_modules'))
    return 'leads into `node_modules`, which every installation makes anew';
  return path === slashed ? undefined : 'has back slashes, which only Windows takes for separators';
}
