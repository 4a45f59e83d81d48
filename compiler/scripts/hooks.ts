/** Names of scripts that npm runs without being asked for them. */

/** See `npm help scripts`, under life cycle. */
const lifeCycle = new Set(
  [
    'preinstall install postinstall',
    'prepublish publish postpublish',
    'preprepare prepare postprepare',
    'prepack postpack',
    'preversion version postversion',
    'dependencies',
  ].flatMap((line) => line.split(' ')),
);

/** Why npm would run a script of that name on its own, given all names in the package; undefined when it would not. */
export function hookReason(name: string, all: ReadonlySet<string>): string | undefined {
  if (lifeCycle.has(name)) return 'npm runs a script of this name on its own';
  const of = /^(?:pre|post)(.+)$/.exec(name)?.[1];
  return of !== undefined && all.has(of) ? `npm runs it together with \`${of}\`` : undefined;
}
