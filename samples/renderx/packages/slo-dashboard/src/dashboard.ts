import { element, observable } from '@renderx-plugins/components';
import type { View } from '@renderx-plugins/host-sdk';
import type { Handler, Play } from '@renderx-plugins/musical-conductor';
import { diagnose } from '@renderx-plugins/self-healing';
import { type Objective, objectivesOf } from './objective.js';

const shown = observable<{ objectives: readonly Objective[]; sick: number }>({ objectives: [], sick: 0 });

export const refreshObjectives: Handler = ({ plays }) => {
  const known = (plays ?? []) as readonly Play[];
  shown.set({ objectives: objectivesOf(known), sick: diagnose(known).length });
};

export const drawDashboard: View['draw'] = () => {
  const { objectives, sick } = shown.value;
  const rows = objectives.map(({ plugin, plays, availability, budgetLeft }) =>
    element(
      'tr',
      { class: budgetLeft < 0 ? 'missed' : 'met' },
      element('td', {}, plugin),
      element('td', {}, String(plays)),
      element('td', {}, `${(availability * 100).toFixed(2)} %`),
    ),
  );
  const caption = element('caption', {}, sick === 0 ? 'All handlers are well.' : `${sick} handlers keep failing.`);
  return element('table', { class: 'objectives' }, caption, ...rows);
};
