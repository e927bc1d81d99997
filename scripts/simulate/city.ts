import { blendsCity } from './blends'
import { cohortsCity } from './cohorts'
import { curvesCity } from './curves'
import { diariesCity } from './diaries/city'
import { Chance } from './random'
import type { City, CityAsked } from './row'
import { plainSheetsCity, sheetsCity } from './sheets'

/** The ways a city is told; nothing is ever fitted to the last two. */
export const STYLES = {
  curves: curvesCity,
  cohorts: cohortsCity,
  blends: blendsCity,
  diaries: diariesCity,
  sheets: sheetsCity,
  plain_sheets: plainSheetsCity,
} as const
export type Style = keyof typeof STYLES

/** A city of these many shops and days, the same for the same seed for ever. */
export const simulatedCity = (style: Style, asked: CityAsked): City =>
  STYLES[style](asked, new Chance(asked.seed).fork(style))
