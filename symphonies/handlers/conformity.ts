/**
 * The conformity alignment: in three phases it saves what it may change, counts what is wrong, lets `symphonyc fix`
 * repair it in commits, looks again and reports.
 */
export {
  analyzeDomainConformity,
  fixDomainAlignment,
  fixOrchestrationIssues,
  generatePhase1Report,
  scanOrchestrationFiles,
  validateOrchestrationManifest,
} from './conformity/domains.ts';
export {
  analyzeHandlerConformity,
  fixHandlerConformity,
  generatePhase3Report,
  scanBddSpecFiles,
  scanHandlerFiles,
  validateHandlerInterfaces,
} from './conformity/handlers.ts';
export {
  createPreFixSnapshot,
  discardPhaseReport,
  discardSnapshot,
  restoreSnapshot,
} from './conformity/safety.ts';
export {
  analyzeSequenceAlignment,
  fixSequenceAlignment,
  generatePhase2Report,
  scanSequenceFiles,
  validateSequenceIntegrity,
} from './conformity/sequences.ts';
