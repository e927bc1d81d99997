import { fold } from '../kernel/declare'
import { ROOMS } from '../rooms'

/**
 * Everything that is worth telling somebody, as the rooms declare it: `<subject>.<past tense>`. The words are for the
 * event catalogue; who is told, and how, is the business of `notify`.
 */
export const EVENTS = fold(ROOMS, 'events')
export type EventType = keyof typeof EVENTS
