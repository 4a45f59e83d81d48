import { place } from '@renderx-plugins/canvas';
import { type ComponentDefinition, instantiate } from '@renderx-plugins/components';
import type { Handler } from '@renderx-plugins/musical-conductor';
import { analyze, type Property } from './analysis.js';

const card: ComponentDefinition = {
  type: 'property-analysis',
  name: 'Property analysis',
  category: 'real estate',
  tag: 'article',
  properties: { class: 'property' },
};

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export const analyzeProperty: Handler = ({ property }) => ({ analysis: analyze(property as Property) });

/** Puts the result on the canvas, always at the same place. */
export const showAnalysis: Handler = ({ analysis }) => {
  const { pricePerSquareMetre, netYield, priceToRent } = analysis as ReturnType<typeof analyze>;
  const text = `${pricePerSquareMetre} a m², net yield ${percent(netYield)}, ${priceToRent} years of rent`;
  place(instantiate(card, 'property-analysis', { text }), 24, 24);
};
