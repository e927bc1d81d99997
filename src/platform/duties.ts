import { refuse } from '../kernel/refusals'
import type { Actor } from './actor'

/** What somebody of an office is there for. `all`: whatever their kind of office may. */
export const DUTIES = [
  'all',
  'maker',
  'checker',
  'case_handler',
  'mediator',
  'inspector',
  'viewer',
] as const
export type Duty = (typeof DUTIES)[number]
/** Which offices have which duties. */
export const OFFICE_DUTIES: Readonly<Record<'bank' | 'regulator' | 'operator', readonly Duty[]>> = {
  bank: ['all', 'maker', 'checker', 'viewer'],
  regulator: ['all', 'case_handler', 'mediator', 'inspector', 'viewer'],
  operator: ['all'],
}

/** What everybody does about their own sign-in. */
const OWN_ACTS = [
  'signOut',
  'signOutEverywhere',
  'endSession',
  'enrolPasskey',
  'renamePasskey',
  'removePasskey',
  'stepUp',
  'askForRecovery',
  // Whoever may read says before what for.
  'openAccessPurpose',
  'endAccessPurpose',
] as const

/** What a second person says about what others read. */
const OTHERS_READINGS = ['agreeToAccessSecrecy', 'discloseAccess', 'reviewAccessAlarm'] as const

/**
 * The acts of each duty, by the names of their operations: data, to which every act is held. What stands in no list is
 * shut, also an act that is new; what is only read is the office's.
 */
export const DUTY_ACTS: Readonly<Record<Exclude<Duty, 'all'>, readonly string[]>> = {
  maker: [
    ...OWN_ACTS,
    'importBankStatements',
    'withdrawBankFile',
    'proposeBreakResolution',
    'proposeParkedFactEnd',
    'receiveDeposit',
    'fileCourtOrder',
    'renewCourtOrder',
    'askCourtLifting',
    'fileCourtDeduction',
    'inquireInstruction',
    'startBookRun',
    'askForExport',
  ],
  checker: [
    ...OWN_ACTS,
    ...OTHERS_READINGS,
    'importBankStatements',
    'withdrawBankFile',
    'approveBreakResolution',
    'rejectBreakResolution',
    'approveParkedFactEnd',
    'rejectParkedFactEnd',
    'approveDeposit',
    'confirmCourtOrder',
    'decideCourtLifting',
    'agreeCourtDeduction',
    'decideSettlementAccount',
    'decideNomination',
    'decideRecovery',
    'decideExport',
    'checkMandate',
    'inquireInstruction',
    'startBookRun',
  ],
  case_handler: [
    ...OWN_ACTS,
    ...OTHERS_READINGS,
    'holdSales',
    'liftSalesHold',
    'reportIncident',
    'confirmIncident',
    'dismissIncident',
    'assignCase',
    'noteCase',
    'recordCaseVisit',
    'extendCase',
    'closeCase',
    'acceptComplaint',
    'refuseComplaint',
    'returnComplaint',
    'assignComplaint',
    'extendComplaint',
    'closeComplaint',
    'callBackComplaint',
    'askPatrol',
    'blowWhistles',
    'answerWhistle',
    'scoreWhistle',
    'reportPatrol',
    'checkMandate',
    'decideMandate',
    'endMandate',
  ],
  mediator: [
    ...OWN_ACTS,
    'decideClaim',
    'decideRefund',
    'extendComplaint',
    'closeComplaint',
    'proposeMediation',
    'proposeMediationBatch',
    'withdrawMediation',
    'recordConfirmation',
  ],
  inspector: [...OWN_ACTS, 'reportIncident', 'reportPatrol'],
  viewer: OWN_ACTS,
}

/** Whether an act belongs to a duty. */
export const isDutyAct = (duty: Duty, operation: string): boolean =>
  duty === 'all' || DUTY_ACTS[duty].includes(operation)

/** Refuses role_not_allowed for an act that is not of the actor's duty. */
export function requireDuty({ duty }: Pick<Actor, 'duty'>, operation: string): void {
  if (!isDutyAct(duty, operation)) refuse('role_not_allowed')
}
