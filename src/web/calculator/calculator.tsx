import { calculateRefundOperation } from '../../calculator/routes'
import { Refusal, refuse } from '../../kernel/refusals'
import { localDate } from '../../kernel/time'
import { page, type Visit } from '../door'
import { Frame } from '../frame'
import { ReadAloud } from '../ui/island'
import { CalculatorAnswer } from './answer'
import { groundAsked, kindAsked, ownPointer, type Question, requestFrom } from './ask'
import { CalculatorPaper } from './paper'
import { Steps } from './steps'
import { LOTS_MAX, lotsAsked } from './words'

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
    const answer = of.get('do') === 'answer' && !refusal ? await figureOf(of, ask) : null
    const steps = <Steps of={of} today={localDate(c.var.world.now())} />
    return (
      <Frame sheet="public" title={t('预付卡退款计算器', 'Refund calculator')}>
        {answer ? (
          <CalculatorAnswer answer={answer} of={of} />
        ) : (
          <p class="note">
            {t(
              '哪家店的卡都能算，不用登录。照最高人民法院的规定，一行一行算给您看；不知道的可以空着。',
              'For the card of any shop. Worked out line by line as the law says; leave empty what you do not know.',
            )}
          </p>
        )}
        {answer ? (
          <details class="noprint">
            <summary>{t('改几个数，再算一次', 'Change something and work it out again')}</summary>
            {steps}
          </details>
        ) : (
          steps
        )}
        <p class="noprint small">
          <a href="/calculator/batch">{t('一组人一起算', 'A whole group at once')}</a>
          {' · '}
          <a href="/calculator/embed">{t('放到您的网站上', 'On your own site')}</a>
          {' · '}
          <a href="/law/prepaid">{t('司法解释全文', 'The interpretation in full')}</a>
        </p>
        {answer ? <ReadAloud /> : null}
      </Frame>
    )
  },
  { again: '/calculator' },
)

/** The same answer as a paper for a court or a shop: parties, what was entered, every sum, every sentence of the law. */
page(
  'GET',
  '/calculator/paper',
  'public',
  async ({ c, t, ask }) => {
    const of = asked(new URL(c.req.url).searchParams)
    const answer = of.get('do') === 'answer' ? await figureOf(of, ask) : null
    const today = localDate(c.var.world.now())
    const { origin } = new URL(c.req.url)
    return (
      <Frame sheet="public" title={t('预付卡退款计算书', 'Refund reckoning')}>
        {answer ? (
          <CalculatorPaper answer={answer} of={of} on={today} origin={origin} />
        ) : (
          <Steps of={of} today={today} />
        )}
      </Frame>
    )
  },
  { again: '/calculator' },
)

/** A button that adds or takes away a payment only changes how many are shown. */
function asked(of: URLSearchParams): URLSearchParams {
  const lots = lotsAsked(of)
  const asked_for = of.get('do') === 'add' ? lots + 1 : of.get('do') === 'drop' ? lots - 1 : lots
  const shown = Math.min(Math.max(asked_for, 1), LOTS_MAX)
  if (shown !== lots) of.set('lots', String(shown))
  if (lots === 1 && shown > 1) moved(of, 'balance_fen_0', 'balance_fen')
  if (lots > 1 && shown === 1) moved(of, 'balance_fen', 'balance_fen_0')
  return of
}
/** One card has one balance: with one payment it is that payment's, with several the whole card's. */
function moved(of: URLSearchParams, from: string, to: string): void {
  const typed = of.get(from)
  of.delete(from)
  if (typed) of.set(to, typed)
}

const missing = (is_kind: boolean) => [
  {
    pointer: is_kind ? '/kind' : '/ground',
    code: 'invalid_value',
    detail: is_kind ? '什么卡：请选一样' : '发生了什么：请选一样',
  },
]

/** The answer to an address. Refuses `request_invalid` where one of the two first questions is not answered. */
async function figureOf(of: URLSearchParams, ask: Visit['ask']) {
  const [kind, ground] = [kindAsked(of), groundAsked(of)]
  if (kind === null || ground === null)
    return refuse('request_invalid', {
      detail: '还差一样没选，没有算',
      errors: missing(kind === null),
    })
  return figure(ask, requestFrom(of, kind, ground))
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
