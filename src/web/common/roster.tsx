import type { FC } from 'hono/jsx'
import { districtShort } from '../../kernel/city'
import type { listDutyRosterOperation } from '../../people/roster'
import { useCity, useSay } from '../around'
import type { AnswerFor } from '../door'
import { Grid } from '../ui/table'
import { When } from '../ui/text'

type OnDutyAnswer = AnswerFor<typeof listDutyRosterOperation>['data'][number]
const HOUSES: Record<OnDutyAnswer['kind'], readonly [string, string]> = {
  bank: ['银行', 'Bank'],
  regulator: ['监管', 'Regulator'],
  operator: ['平台', 'Platform'],
}
export const DUTY_WORDS: Record<OnDutyAnswer['duty'], readonly [string, string]> = {
  all: ['本方的全部', 'all of the office'],
  maker: ['录入（银行）', 'maker (bank)'],
  checker: ['复核（银行）', 'checker (bank)'],
  case_handler: ['办案（监管）', 'case handler (regulator)'],
  mediator: ['调解（监管）', 'mediator (regulator)'],
  inspector: ['网格员（监管）', 'inspector (regulator)'],
  viewer: ['只看（银行、监管）', 'viewer (bank, regulator)'],
}

/** Who is at work now, what for and where: whom to call, and whose sign-in should not be there. */
export const Roster: FC<{ of: readonly OnDutyAnswer[] }> = ({ of }) => {
  const t = useSay()
  const city = useCity()
  return (
    <Grid
      caption={t('现在谁在岗', 'Who is on duty')}
      show_caption
      head={[t('谁', 'Who'), t('哪里', 'Where'), t('岗位', 'Duty'), t('从几时', 'Since')]}
      words={[1, 2, 3]}
      rows={of.map((one) => [
        one.name,
        <>
          {t(...HOUSES[one.kind])}{' '}
          {one.districts.map((code) => districtShort(city, code)).join(t('、', ', '))}
        </>,
        t(...DUTY_WORDS[one.duty]),
        <>
          <When at={one.signed_in_at} />
          {one.sessions_count > 1 ? (
            <span class="hint">
              {t(`在 ${one.sessions_count} 处登录`, `signed in at ${one.sessions_count} places`)}
            </span>
          ) : null}
        </>,
      ])}
    />
  )
}
