import { createContext, useContext } from 'hono/jsx'
import { buildCity, type City } from '../kernel/city'
import { type FieldFault, REFUSALS, type Refusal, type RefusalCode } from '../kernel/refusals'
import type { LocalDate } from '../kernel/time'
import type { Kind, Role } from '../platform/actor'

export type Lang = 'zh' | 'en'
/** A refusal as a page tells it: beside the form that was refused. */
export type RefusalShown = {
  code: RefusalCode
  status: number
  /** It is this key's answer for ever: another try needs a key of its own. */
  decided: boolean
  detail: string
  /** The same in English. */
  detail_en: string
  errors: readonly FieldFault[]
}
/** What is true of the whole page: who looks, in what language, how large, and what was just refused. */
export type Around = {
  kind: Kind | null
  path: string
  /** The question of the address, with its mark; empty where there is none. */
  search: string
  /** Where this city is reached, without a slash at its end: for links that leave the browser. */
  origin: string
  lang: Lang
  /** 长辈版: larger text and targets, one column. */
  care: boolean
  dev: boolean
  refusal: RefusalShown | null
  /** The sign-in had ended under a form: it did nothing, and this is where it stood. */
  resumed: boolean
  /** What a refused form had said, so that nobody types it twice. */
  kept: URLSearchParams
  /** Whose districts, trades and hotlines the page shows, as this process saw them last. */
  city: City
  /** Who keeps the money: the city's own word, in development the bank of the demonstration. */
  custodian: { name: string; name_en: string } | null
  /** Who works at this desk; null on people's own pages and before a sign-in. */
  who: Who | null
  /** The day in Asia/Shanghai. */
  today: LocalDate
}
/** Who is signed in, as the desk's bar says it: name, what for, and where. Each in both languages. */
export type Who = {
  name: string
  is: Role
  role: readonly [zh: string, en: string]
  place: readonly [zh: string, en: string] | null
}
/** Pages of those who work with it: denser, with the desk's bar. */
export const isDesk = (kind: Kind | null): boolean => kind !== null && kind !== 'consumer'

/** This page's address with one switch said: `care=1`. */
export const switched = ({ path, search }: Around, said: string): string =>
  `${path}${search ? `${search}&` : '?'}${said}`

const NOWHERE: Around = {
  kind: null,
  path: '/',
  search: '',
  origin: '',
  lang: 'zh',
  care: false,
  dev: false,
  refusal: null,
  resumed: false,
  kept: new URLSearchParams(),
  city: buildCity({ code: 'nowhere', looked_up_to: { lpr_1y: '', deposit_1y: '' } }, []),
  custodian: null,
  who: null,
  today: '2000-01-01',
}
export const AroundContext = createContext<Around>(NOWHERE)
export const useCity = (): City => useAround().city
/** Components are synchronous: an async one would lose its page's context to another request. */
export const useAround = (): Around => useContext(AroundContext)

export type Say = (zh: string, en: string) => string
export const sayIn =
  (lang: Lang): Say =>
  (zh, en) =>
    lang === 'en' ? en : zh
export const useSay = (): Say => sayIn(useAround().lang)

export const shownRefusal = ({ code, details }: Refusal): RefusalShown => ({
  code,
  status: REFUSALS[code].status,
  decided: 'frozen' in REFUSALS[code],
  detail: details.detail ?? REFUSALS[code].message,
  detail_en: REFUSALS[code].message_en,
  errors: details.errors ?? [],
})
