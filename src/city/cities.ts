import china from '../../cities/china.json'
import weihai from '../../cities/weihai.json'
import type { City } from '../kernel/city'
import { type Configuration, cityFrom } from './configuration'

/** The cities this program can be started for; `YFB_CITY` names one. A new one is a file and a line here. */
const CITIES: Record<string, Configuration> = { weihai }
export const CITY_NAMES: readonly string[] = Object.keys(CITIES)

/** What holds everywhere: holidays, rates, trades, hotlines. */
export const inChina = (own: Configuration): City => cityFrom(china, own)

export function configuredCity(name: string): City {
  const own = CITIES[name]
  if (!own) throw new Error(`YFB_CITY must be one of ${CITY_NAMES.join(', ')}`)
  return inChina(own)
}
