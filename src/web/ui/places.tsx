import { type City, factsOn, lastNamed } from '../../kernel/city'
import type { LocalDate } from '../../kernel/time'
import { useAround } from '../around'

type Option = readonly [code: string, name: string]
/** What may be chosen on a day: each code with its name. */
export const districtOptions = (city: City, on: LocalDate): Option[] =>
  factsOn(city, 'district', on).map(({ key, value }) => [key, value.name])
export const sectorOptions = (city: City, on: LocalDate): Option[] =>
  factsOn(city, 'sector', on).map(({ key, value }) => [key, value.name])

/** The same for a filter, where short names do. */
export function useChoices(): { districts: Option[]; sectors: Option[] } {
  const { city, today } = useAround()
  return {
    districts: factsOn(city, 'district', today).map(({ key, value }) => [key, value.short_name]),
    sectors: sectorOptions(city, today),
  }
}

/** Whom to call: the number for consumers, by the city's table. */
export const useHotline = (): string => hotlineIn(useAround().city)
export const hotlineIn = (city: City): string =>
  lastNamed(city, 'hotline', 'consumer')?.number ?? ''
