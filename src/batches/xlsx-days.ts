import { plusDays } from '../kernel/time'

export type Days = {
  /** The day a cell's number stands for, if its style shows a day. */
  dayOf: (number: string, style: string) => string | null
}

/** Day 0 where days count from 1900 (with the 29 February 1900 that never was), and where they count from 1904. */
const [DAY_0, DAY_0_OF_1904] = ['1899-12-30', '1904-01-01']
const LAST = 80_000

export function daysIn(dated: readonly boolean[], is_1904: boolean): Days {
  return {
    dayOf: (number, style) => {
      if (dated[Number(style)] !== true || !/^\d{1,5}(?:\.\d+)?$/.test(number)) return null
      const days = Math.trunc(Number(number))
      return days > LAST ? null : plusDays(is_1904 ? DAY_0_OF_1904 : DAY_0, days)
    },
  }
}

/** Formats every table program knows by number; those of 27 to 36 and 50 to 58 are days in Chinese. */
const KNOWN = /^(?:1[4-7]|22|2[7-9]|3[0-6]|5[0-8])$/
/** A day has a year or a day in its format; what stands in quotes or brackets is only said. */
export const isDated = (format: string, code: string | undefined): boolean =>
  KNOWN.test(format) ||
  (code !== undefined && /[yd年]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')))
