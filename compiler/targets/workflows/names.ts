/** Text of documents in workflows: as comments, as titles, and as words of a command. */
import { singleLine } from '../../base/single-line.ts';

/** As it reads in a sentence. */
export const quoted = (text: string): string => `\`${singleLine(text)}\``;

/**
 * Text that people see in an engine. `{{ }}`, `${{ }}` and `$[[ ]]` would be expressions there, so their brackets are
 * moved apart.
 */
export function shown(text: string, limit = 200): string {
  const apart = singleLine(text)
    .replace(/\{(?=\{)/g, '{ ')
    .replace(/\$(?=[[{(])/g, '$ ');
  return apart.length > limit ? `${apart.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…` : apart;
}

/**
 * One word of a shell command. What single quotes alone do not make safe, in the shell and in the expressions of the
 * engine at once, goes through base64.
 */
export function word(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (/^[ -~]+$/.test(text) && !/['${]/.test(text)) return `'${text}'`;
  return `"$(echo ${btoa(String.fromCharCode(...new TextEncoder().encode(text)))} | base64 -d)"`;
}

const variable = (kind: string, name: string): string => `${kind}_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;

/** The variables of the environment that bring inputs, and what an approval has to come with, to the commands. */
export const inputVariable = (name: string): string => variable('INPUT', name);
export const measureVariable = (name: string): string => variable('MEASURE', name);
export const evidenceVariable = (name: string): string => variable('EVIDENCE', name);

/** Whether a default value can stand in a workflow as it is. Left out, the plan's own holds, whatever it is. */
export const isPlain = (value: string | number | boolean): boolean =>
  typeof value !== 'string' || shown(value, 1000) === value;
