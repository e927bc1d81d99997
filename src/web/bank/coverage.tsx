import type { FC } from 'hono/jsx'
import { yuan } from '../../kernel/money'
import { useSay } from '../around'
import { type Body, number } from '../door'
import { Facts, percent } from '../ui/text'
import { orNone, signed } from './words'

export const ratioOf = (value: unknown, none = '—'): string =>
  typeof value === 'number' ? percent(value) : none

/** Money is short only where what is on its way in does not cover it either. */
export const isShort = (totals: Body): boolean =>
  typeof totals.with_transit_bp === 'number' && totals.with_transit_bp < 10_000

/** The ratio, and with what is in transit where that makes a difference. */
export const coverWords = (t: (zh: string, en: string) => string, totals: Body): string => {
  const { coverage_bp, with_transit_bp } = totals
  const alone = ratioOf(coverage_bp, t('没有', 'none'))
  return coverage_bp === with_transit_bp
    ? alone
    : `${alone}${t('，加上在途 ', ', with money in transit ')}${ratioOf(with_transit_bp)}`
}

/**
 * How a coverage ratio comes about, line by line: the bank's money, less what is the shop's, the platform's or
 * nobody's yet, against what the cards are owed. Money in transit stands beside it, never within it.
 */
export const CoverageFacts: FC<{ of: Body }> = ({ of }) => {
  const t = useSay()
  const less = (field: string) => `− ${yuan(number(of, field))}`
  const suspense = Math.max(number(of, 'suspense_fen'), 0)
  const breaks = Math.max(number(of, 'breaks_fen'), 0)
  return (
    <Facts
      of={[
        [
          t('银行对账单期末', 'Bank, closing balance'),
          orNone(of.bank_fen, t('没有对账单', 'no statement')),
        ],
        [t('应付店家', 'Payable to shops'), less('payable_fen')],
        [t('出款中', 'Being paid out'), less('paying_fen')],
        [t('保证金', 'Deposits'), less('deposit_fen')],
        [t('手续费', 'Fees held'), less('fees_held_fen')],
        [t('待查和没有解决的差异', 'Suspense and breaks'), `− ${yuan(suspense + breaks)}`],
        [t('归持卡人的钱', 'For the cards'), <strong>{orNone(of.resource_fen)}</strong>],
        [
          t(
            `逐卡加总（${number(of, 'cards_count')} 张）`,
            `Owed (${number(of, 'cards_count')} cards)`,
          ),
          <strong>{yuan(number(of, 'requirement_fen'))}</strong>,
        ],
        [t('覆盖率', 'Coverage'), <strong>{ratioOf(of.coverage_bp)}</strong>],
        [
          t('另有在途（不在银行）', 'In transit besides'),
          `${yuan(number(of, 'in_transit_fen'))}${t('，合计', ', together')} ${ratioOf(of.with_transit_bp)}`,
        ],
        [
          t('银行减我们的账', 'Bank less books'),
          typeof of.bank_fen === 'number' ? signed(of.bank_fen - number(of, 'custody_fen')) : '—',
        ],
        [t('其中没有差异能解释的', 'Explained by no break'), orNone(of.unexplained_fen)],
      ]}
    />
  )
}
