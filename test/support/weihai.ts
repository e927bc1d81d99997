import { configuredCity } from '../../src/city/cities'
import { sectorGroups } from '../../src/kernel/city'
import { placeOn } from '../../src/offers/region'

/** The city most tests are set in, as its configuration has it. */
export const WEIHAI = configuredCity('weihai')
export const CALENDAR = WEIHAI.calendar

const TODAY = '2026-11-23'
/** What the sale rules ask about a trade of the city. */
export const trade = (sector: string) => sectorGroups(WEIHAI, sector, TODAY)
/** Where a shop of 环翠 stands, as its contract says it. */
export const HUANCUI = placeOn(WEIHAI, 'huancui', TODAY)
export const HERE = HUANCUI.here
