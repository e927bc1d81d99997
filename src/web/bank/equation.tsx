import type { FC } from 'hono/jsx'
import { yuan } from '../../kernel/money'
import type { readTrialBalanceOperation } from '../../ledger/routes'
import { useSay } from '../around'
import type { SeenOf } from '../door'

type TrialBalanceAnswer = SeenOf<typeof readTrialBalanceOperation, 'bank'>

type Term = { word: string; en: string; fen: number; href: string; minus?: true }
export type Equation = { left: Term[]; right: Term[]; differs_fen: number }

/**
 * The books of the city as one equation, from the trial balance: what is held on the left, to whom it belongs on the
 * right. A kind of account that the four named ones do not cover is a term of its own, so that nothing hides.
 */
export function equationOf(trial: TrialBalanceAnswer): Equation {
  const sums = new Map(trial.lines.map((l) => [l.account, l.balance_fen]))
  const of = (...kinds: string[]) => kinds.reduce((sum, kind) => sum + (sums.get(kind) ?? 0), 0)
  const left: Term[] = [
    { word: '专户余额', en: 'In custody', fen: -of('custody'), href: '/b#shops' },
    { word: '在途', en: 'In transit', fen: -of('psp'), href: '/b/settlements' },
  ]
  const right: Term[] = [
    { word: '顾客可用', en: 'Consumers', fen: of('escrow'), href: '/b#shops' },
    {
      word: '占用和退款中',
      en: 'Held',
      fen: of('held', 'refunding', 'disputed'),
      href: '/b#shops',
    },
    { word: '应付店家', en: 'Payable', fen: of('payable'), href: '/b#shops' },
    { word: '出款中', en: 'Being paid', fen: of('paying'), href: '/b/payouts' },
  ]
  for (const [kind, word, en] of OTHERS) {
    const fen = of(kind)
    if (fen !== 0) right.push({ word, en, fen: Math.abs(fen), ...sideOf(fen), href: KINDS })
  }
  return { left, right, differs_fen: -of(...sums.keys()) }
}
const KINDS = '/b/accounts'
const sideOf = (fen: number): { minus?: true } => (fen < 0 ? { minus: true } : {})
const OTHERS = [
  ['deposit', '保证金', 'Deposits'],
  ['fees', '已收待划的手续费', 'Fees held'],
  ['suspense-in', '待查，多的', 'Suspense, too much'],
  ['suspense-out', '待查，少的', 'Suspense, too little'],
  ['claims', '应由店家补的', 'Claims'],
  ['interest', '利息', 'Interest'],
  ['advance', '提前放给店家的', 'Advances'],
] as const

/** The equation in words and figures; each figure leads to what it consists of. */
export const EquationCard: FC<{ of: Equation; standing: number }> = ({ of, standing }) => {
  const { left, right, differs_fen } = of
  const t = useSay()
  return (
    <section class="card" aria-label={t('账的等式', 'The equation')}>
      <div class="sums">
        <Side name={t('钱在哪里', 'Where it is')} terms={left} />
        <p class="equals" aria-hidden="true">
          {differs_fen === 0 ? '=' : '≠'}
        </p>
        <Side name={t('是谁的', 'Whose it is')} terms={right} />
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
const Side: FC<{ name: string; terms: readonly Term[] }> = ({ name, terms }) => {
  const t = useSay()
  const sum = terms.reduce((fen, term) => fen + (term.minus ? -term.fen : term.fen), 0)
  return (
    <div>
      <p class="mute small">{name}</p>
      <p class="equation">{yuan(sum)}</p>
      <dl>
        {terms.map((term, i) => (
          <div>
            <dt>
              {term.minus ? '− ' : i > 0 ? '+ ' : ''}
              {t(term.word, term.en)}
            </dt>
            <dd>
              <a class="inline" href={term.href}>
                {yuan(term.fen)}
              </a>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
