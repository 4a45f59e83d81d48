/** The policies that come with the tool, for the terminal. */
import { nearest } from '../base/text.ts';
import { library } from '../stages/library.ts';
import { UsageError } from './define.ts';

/** The page of one policy; a line for each of them for `std` alone. */
export function explainLibrary(given: string): string {
  if (given === 'std' || given === 'std/') return overview();
  const policy = library.document(given);
  if (!policy) {
    const near = nearest(given, library.ids);
    const help = near ? `did you mean ${near}?` : 'see `symphonyc explain std` for all of them';
    throw new UsageError(`there is no policy \`${given}\``, help);
  }
  const { title, severity = 'major', statement, description, assert } = policy;
  const holds =
    assert?.requires === undefined
      ? `  ${assert?.that}`
      : `  each beat has what \`requires: ${assert.requires}\` asks for`;
  const use = `To apply it to a domain, symphony, movement or beat:\n\n  policies: [${given}]\n`;
  const reason = description === undefined ? '' : `${description}\n`;
  return `${given}: ${title}\n${severity}, over each ${assert?.over}\n\n${statement}\n${reason}\n${holds}\n\n${use}`;
}

function overview(): string {
  const width = Math.max(...library.ids.map((id) => id.length));
  const lines = library.ids.map((id) => `  ${id.padEnd(width)}  ${library.document(id)?.statement}`);
  return `Policies that come with symphonyc, for \`policies\` of any domain, symphony, movement or beat:\n\n${lines.join('\n')}\n`;
}
