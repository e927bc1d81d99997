import { configuredCity } from '../../src/city/cities'
import { ratesOf } from '../../src/law/interest'

/** The city most tests are set in, as its configuration has it. */
export const WEIHAI = configuredCity('weihai')
export const CALENDAR = WEIHAI.calendar
export const RATES = ratesOf(WEIHAI)
