/** Files beside `symphony.yaml` that say which violations pass for now. */
export const waiversFile = 'symphonyc.waivers.yaml';
export const baselineFile = 'symphonyc.baseline.json';
