import type { FC } from 'hono/jsx'
import { yuan } from '../../kernel/money'
import type { readTrialBalanceOperation } from '../../ledger/routes'
import { useSay } from '../around'
import type { AnswerFor } from '../door'

type Equation = AnswerFor<typeof readTrialBalanceOperation>['equation']
type Term = Equation['held'][number]

const KINDS = '/b/accounts'
/** What each term is called, and where it leads. */
const TERMS: Record<string, readonly [zh: string, en: string, href: string]> = {
  custody: ['专户余额', 'In custody', '/b#shops'],
  transit: ['在途', 'In transit', '/b/settlements'],
  consumers: ['顾客可用', 'Consumers', '/b#shops'],
  held: ['占用和退款中', 'Held', '/b#shops'],
  payable: ['应付店家', 'Payable', '/b#shops'],
  paying: ['出款中', 'Being paid', '/b/payouts'],
  deposit: ['保证金', 'Deposits', KINDS],
  fees: ['已收待划的手续费', 'Fees held', KINDS],
  'suspense-in': ['待查，多的', 'Suspense, too much', KINDS],
  'suspense-out': ['待查，少的', 'Suspense, too little', KINDS],
  claims: ['应由店家补的', 'Claims', KINDS],
  interest: ['利息', 'Interest', KINDS],
  advance: ['提前放给店家的', 'Advances', KINDS],
}

/** The equation in words and figures; each figure leads to what it consists of. */
export const EquationCard: FC<{ of: Equation; standing: number }> = ({ of, standing }) => {
  const { differs_fen } = of
  const t = useSay()
  return (
    <section class="card" aria-label={t('账的等式', 'The equation')}>
      <div class="sums">
        <Side name={t('钱在哪里', 'Where it is')} terms={of.held} fen={of.held_fen} />
        <p class="equals" aria-hidden="true">
          {differs_fen === 0 ? '=' : '≠'}
        </p>
        <Side name={t('是谁的', 'Whose it is')} terms={of.owed} fen={of.owed_fen} />
      </div>
      <p class="small mute">
        {differs_fen === 0
          ? standing === 0
            ? t('两边相等，没有差。', 'Both sides are equal to the fen.')
            : t(
                `这是我们自己的账，两边相等；与银行还差 ${standing} 处，见上。`,
                `Our own books; against the bank ${standing} breaks stand, see above.`,
              )
          : t(
              `两边差 ${yuan(differs_fen)}，账本身有错，请马上找平台。`,
              `The sides differ by ${yuan(differs_fen)}.`,
            )}
      </p>
    </section>
  )
}
const Side: FC<{ name: string; terms: readonly Term[]; fen: number }> = ({ name, terms, fen }) => {
  const t = useSay()
  return (
    <div>
      <p class="mute small">{name}</p>
      <p class="equation">{yuan(fen)}</p>
      <dl class="facts">
        {terms.map((term, i) => {
          const [zh, en, href] = TERMS[term.term] ?? [term.term, term.term, KINDS]
          return (
            <div>
              <dt>
                {term.is_less ? '− ' : i > 0 ? '+ ' : ''}
                {t(zh, en)}
              </dt>
              <dd>
                <a class="inline" href={href}>
                  {yuan(term.size_fen)}
                </a>
              </dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}
