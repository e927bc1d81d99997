import type { FC } from 'hono/jsx'
import type { listBankDaysOperation } from '../../closes/routes'
import { useSay } from '../around'
import type { AnswerFor } from '../door'
import { Tag, When } from '../ui/text'

type BankDayAnswer = AnswerFor<typeof listBankDaysOperation, 'bank'>['data'][number]

const PHASES: Record<string, [zh: string, en: string]> = {
  expected: ['没有封：银行的对账单还没有到', 'not closed: the statement is not there yet'],
  waiting: ['没有封：对账单到了，等着对账', 'not closed: waiting to be reconciled'],
  gathering: ['正在对账，过几分钟再看', 'being reconciled'],
  matching: ['正在对账，过几分钟再看', 'being reconciled'],
  providers: ['正在对账，过几分钟再看', 'being reconciled'],
  done: ['对完了，正在封账', 'reconciled, being closed'],
}

/** What happened to one business day, in a few words: closed, or why not. */
export const DayState: FC<{ day: BankDayAnswer }> = ({ day }) => {
  const t = useSay()
  const phase = day.phase
  if (day.sealed_at) {
    return phase === 'done' ? (
      <>
        <Tag is="safe">{t('已封账', 'Closed')}</Tag> <When at={day.sealed_at} />
      </>
    ) : (
      <>
        <Tag is="safe">{t('已封账', 'Closed')}</Tag>{' '}
        {t(
          '封账后又来了对账单，正在重新核对；核完另有一份更正封账',
          'a later statement is being checked',
        )}
      </>
    )
  }
  const [zh, en] = PHASES[phase] ?? [phase, phase]
  return (
    <>
      <Tag is="warn">{t('还开着', 'Open')}</Tag> {t(zh, en)}
    </>
  )
}

/** How many breaks the day brought, and how many of them stand. */
export const dayBreaks = (t: (zh: string, en: string) => string, day: BankDayAnswer): string => {
  const found = day.breaks_found
  if (found === 0) return t('没有差异', 'none')
  const standing = day.breaks_standing
  return standing === 0
    ? t(`${found} 处，都已了结`, `${found}, all ended`)
    : t(`${found} 处，还有 ${standing} 处`, `${found}, ${standing} standing`)
}
