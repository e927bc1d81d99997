import { calculateRefundOperation } from '../../calculator/routes'
import { Refusal, refuse } from '../../kernel/refusals'
import { localDate } from '../../kernel/time'
import { page, type Visit } from '../door'
import { Frame } from '../frame'
import { ReadAloud } from '../ui/island'
import { CalculatorAnswer } from './answer'
import { KINDS, kindOf, LOTS_MAX, lotsOf, ownPointer, type Question, requestFrom } from './ask'
import { CalculatorForm } from './form'

/**
 * What the law gives back of any prepaid card, also from a shop that never joined. The address holds the whole
 * question, so it can be kept, sent to the shop, or printed; nothing is stored.
 */
page(
  'GET',
  '/calculator',
  'public',
  async ({ c, t, ask, refusal }) => {
    const of = asked(new URL(c.req.url).searchParams)
    const kind = kindOf(of)
    const answer =
      kind && of.get('do') === 'answer' && !refusal
        ? await figure(ask, requestFrom(of, kind))
        : null
    const form = (
      <>
        <h2>{t('第 1 步　什么卡', 'Step 1: which kind of card')}</h2>
        <nav class="kinds" aria-label={t('什么卡', 'Kind of card')}>
          {KINDS.map((one) => (
            <a href={`/calculator?kind=${one}`} aria-current={one === kind ? 'true' : undefined}>
              <b>{NAMES[one][lang(t)]}</b>
              <span class="small">{EXPLAINED[one][lang(t)]}</span>
            </a>
          ))}
        </nav>
        {kind ? <CalculatorForm of={of} kind={kind} today={localDate(c.var.world.now())} /> : null}
      </>
    )
    return (
      <Frame sheet="public" title={t('预付卡退款计算器', 'Refund calculator')}>
        {answer ? (
          <CalculatorAnswer answer={answer} of={of} />
        ) : (
          <p class="note">
            {t(
              '哪家店的卡都能算，不用登录。照最高人民法院的规定，一行一行算给您看。',
              'For the card of any shop. Worked out line by line as the law says.',
            )}
          </p>
        )}
        {answer ? (
          <details class="noprint">
            <summary>{t('改几个数，再算一次', 'Change something and work it out again')}</summary>
            {form}
          </details>
        ) : (
          form
        )}
        {answer ? <ReadAloud /> : null}
      </Frame>
    )
  },
  { again: '/calculator' },
)
const lang = (t: Visit['t']): 0 | 1 => (t('', 'en') === 'en' ? 1 : 0)
const NAMES = {
  stored_value: ['储值卡', 'Stored value'],
  count: ['次卡', 'Visits'],
  period: ['期限卡', 'Period'],
} as const
const EXPLAINED = {
  stored_value: ['充多少钱、花多少钱', 'so much money'],
  count: ['买几次、用几次', 'so many visits'],
  period: ['月卡、季卡、年卡', 'month, quarter, year'],
} as const

/** A button that adds or takes away a payment only changes how many are shown. */
function asked(of: URLSearchParams): URLSearchParams {
  const lots = lotsOf(of)
  if (of.get('do') === 'add') of.set('lots', String(Math.min(lots + 1, LOTS_MAX)))
  if (of.get('do') === 'drop') of.set('lots', String(Math.max(lots - 1, 1)))
  return of
}

/** Asks the same calculator the API has; a fault it finds is named by the form's field. */
async function figure(ask: Visit['ask'], body: Question) {
  try {
    return await ask(calculateRefundOperation, { body })
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'request_invalid') throw error
    const errors = (error.details.errors ?? []).map((fault) => ({
      ...fault,
      pointer: ownPointer(fault.pointer),
    }))
    return refuse('request_invalid', { detail: '有一样填得不对，没有算', errors })
  }
}
