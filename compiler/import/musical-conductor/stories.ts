/** User stories and acceptance criteria in words. */
import type { Path } from '../../model/document.ts';
import type { Draft } from '../draft.ts';
import type { Original } from '../original.ts';

/** A story becomes the purpose where none is stated; a persona that nobody names otherwise is in it. */
export function putStory(draft: Draft, path: Path, original: Original): void {
  const story = original.at('userStory');
  const [persona, goal, benefit] = ['persona', 'goal', 'benefit'].map((name) => story.at(name).value);
  if (typeof goal !== 'string') return;
  const before = path.reduce<unknown>((node, step) => (node as Record<string | number, unknown>)?.[step], draft.value);
  if ((before as { purpose?: string } | undefined)?.purpose !== undefined) return;
  const who = typeof persona === 'string' ? `As ${persona}, ` : '';
  const why = typeof benefit === 'string' ? `, so that there is ${benefit}` : '';
  draft.put([...path, 'purpose'], `${who}I want to ${goal}${why}`, story.path);
  for (const name of ['persona', 'goal', 'benefit']) story.at(name).take();
  if (original.at('persona').value === persona) original.at('persona').take();
}

const clauses = ['given', 'when', 'then', 'and'] as const;

/** `{ given: [...], when: [...], then: [...], and: [...] }` → one sentence. */
function sentence(criterion: Original): string {
  const said = clauses.flatMap((name) => {
    const texts = criterion.texts(name).map(({ value }) => value);
    return texts.length === 0 ? [] : [`${name === 'and' ? 'and also' : name} ${texts.join(' and ')}`];
  });
  const text = said.join(', ');
  return text === '' ? '' : text.charAt(0).toUpperCase() + text.slice(1);
}

/** The most characters of a criterion. */
const criterionLength = 500;

export function putAcceptance(draft: Draft, path: Path, original: Original): void {
  const criteria = original.at('acceptanceCriteria').items();
  const structured = criteria.flatMap((criterion) => {
    const text = criterion.isMap ? sentence(criterion) : '';
    return text === '' || text.length > criterionLength ? [] : [{ value: text, path: criterion.path }];
  });
  const plain = [...original.texts('acceptanceCriteria'), ...original.texts('success_criteria')];
  draft.putList([...path, 'acceptance'], [...structured, ...plain]);
}
