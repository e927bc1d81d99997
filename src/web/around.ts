import { createContext, useContext } from 'hono/jsx'
import { type City, cityOf } from '../kernel/city'
import type { FieldFault, RefusalCode } from '../kernel/refusals'
import type { LocalDate } from '../kernel/time'
import type { Kind } from '../platform/actor'

export type Lang = 'zh' | 'en'
/** A refusal as a page tells it: beside the form that was refused. */
export type Told = {
  code: RefusalCode
  status: number
  /** It is this key's answer for ever: another try needs a key of its own. */
  decided: boolean
  detail: string
  errors: readonly FieldFault[]
}
/** What is true of the whole page: who looks, in what language, how large, and what was just refused. */
export type Around = {
  kind: Kind | null
  path: string
  /** The question of the address, with its mark; empty where there is none. */
  search: string
  lang: Lang
  /** 长辈版: larger text and targets, one column. */
  care: boolean
  dev: boolean
  refusal: Told | null
  /** What a refused form had said, so that nobody types it twice. */
  kept: URLSearchParams
  /** Whose districts, trades and hotlines the page shows, as this process saw them last. */
  city: City
  /** The day in Asia/Shanghai. */
  today: LocalDate
}

const NOWHERE: Around = {
  kind: null,
  path: '/',
  search: '',
  lang: 'zh',
  care: false,
  dev: false,
  refusal: null,
  kept: new URLSearchParams(),
  city: cityOf({ code: 'nowhere', looked_up_to: { lpr_1y: '', deposit_1y: '' } }, []),
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
