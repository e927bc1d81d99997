import type { FC } from 'hono/jsx'
import { spokenDay, spokenDayEn } from '../../kernel/time'
import type { readShopOperation } from '../../offers/shop'
import { type Say, useSay } from '../around'
import type { AnswerFor } from '../door'
import { Facts } from '../ui/text'

type PlaceAnswer = AnswerFor<typeof readShopOperation>['shops'][number]
type HoursAnswer = NonNullable<PlaceAnswer['hours']>
type Span = NonNullable<HoursAnswer['today']>

export const DAYS = [
  ['周一', 'Mon'],
  ['周二', 'Tue'],
  ['周三', 'Wed'],
  ['周四', 'Thu'],
  ['周五', 'Fri'],
  ['周六', 'Sat'],
  ['周日', 'Sun'],
] as const

const spanText = (span: Span | null, t: Say): string =>
  span === null
    ? t('休息', 'closed')
    : `${span.opens}–${span.closes < span.opens ? t('次日 ', '') : ''}${span.closes}`

/** A week as people say it: days of the same hours together. */
function weekLines({ weekly }: HoursAnswer, t: Say): (readonly [string, string])[] {
  const lines: { from: number; to: number; said: string }[] = []
  weekly.forEach((span, day) => {
    const said = spanText(span, t)
    const last = lines.at(-1)
    if (last?.said === said) last.to = day
    else lines.push({ from: day, to: day, said })
  })
  const day = (n: number) => {
    const [zh, en] = DAYS[n] ?? DAYS[0]
    return t(zh, en)
  }
  return lines.map(({ from, to, said }) => [
    from === to ? day(from) : `${day(from)}${t('至', '–')}${day(to)}`,
    said,
  ])
}

/** When a shop is open: today first, then the week, then the days it has announced to be shut. */
export const Hours: FC<{ of: HoursAnswer }> = ({ of }) => {
  const t = useSay()
  const day = (on: string) => t(spokenDay(on), spokenDayEn(on))
  return (
    <Facts
      of={[
        [t('今天', 'Today'), spanText(of.today, t)],
        ...weekLines(of, t),
        ...of.closures.map(
          ({ from_on, to_on }) =>
            [
              from_on === to_on ? day(from_on) : `${day(from_on)}–${day(to_on)}`,
              t('歇业', 'closed'),
            ] as const,
        ),
      ]}
    />
  )
}
