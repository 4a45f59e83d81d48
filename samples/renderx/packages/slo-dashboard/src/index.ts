export { drawDashboard, refreshObjectives } from './dashboard.js';
export { type Objective, objectivesOf } from './objective.js';
