import { Refusal, refuse } from '../kernel/refusals'
import { log } from './log'
import { OutsideRefusal } from './ports'

type Code = Refusal['code']
/**
 * What an outside service answered to a person's act. No answer (a timeout, an error, a reply of another shape) is the
 * refusal `silence`, its plain no the refusal `no`: nothing is written, and the same request may be made again.
 */
export const outsideAnswer = <T>(
  asked: Promise<T>,
  { silence, no }: { silence: Code; no?: Code },
) =>
  asked.catch((error: unknown): never => {
    if (error instanceof Refusal) throw error
    log('outside_unanswered', { code: silence, error: String(error) })
    return refuse(no !== undefined && error instanceof OutsideRefusal ? no : silence)
  })
