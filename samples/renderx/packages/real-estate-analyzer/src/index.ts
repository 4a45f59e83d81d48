export { type Analysis, analyze, type Property } from './analysis.js';
export { analyzeProperty, showAnalysis } from './card.js';
