import type { Child, FC } from 'hono/jsx'
import type { readMerchantCreditOperation } from '../../credit/routes'
import { decimalFromFen } from '../../statements/decimal'
import { useSay } from '../around'
import type { AnswerFor } from '../door'
import { Grid } from '../ui/table'
import { Empty, Facts, Money, percent } from '../ui/text'

type Credit = AnswerFor<typeof readMerchantCreditOperation, 'staff' | 'regulator'>

/** Hundredths of a point with their sign, as people read them. */
const pointsText = (hundredths: number): string =>
  `${hundredths > 0 ? '+' : hundredths < 0 ? '−' : ''}${decimalFromFen(Math.abs(hundredths))}`

/** Where a mark was counted, as a shop knows it. */
const SOURCES: Record<string, readonly [zh: string, en: string]> = {
  behaviour_days: ['每天的经营记录', 'daily records'],
  complaint_days: ['投诉和举报的结果', 'complaints and reports'],
  shop_ratings: ['顾客的评价', 'ratings'],
}

/** What the level means for the shop, from the answer alone. */
export const Meaning: FC<{ of: Credit }> = ({ of }) => {
  const t = useSay()
  const { means, ratings } = of
  return (
    <section class="card">
      <Facts
        of={[
          [t('等级', 'Level'), of.level],
          [
            t('信用分', 'Score'),
            of.score === null || of.computed_on === null
              ? t('还没有算', 'not scored yet')
              : t(`${of.score}（${of.computed_on} 算）`, `${of.score} (of ${of.computed_on})`),
          ],
          ...(of.may_rise_to === null
            ? []
            : [
                [
                  t('按分可以升到', 'By its score it may rise to'),
                  t(`${of.may_rise_to}，要两个人同意`, `${of.may_rise_to}; two people must agree`),
                ] as const,
              ]),
          [t('可预支', 'May be advanced'), percent(means.advance_bp)],
          [
            t('欠顾客的钱上限', 'Its cards may be owed'),
            means.sale_cap_fen === null ? (
              t('不另设', 'no limit of the level')
            ) : (
              <Money fen={means.sale_cap_fen} />
            ),
          ],
          [t('该交的保证金', 'Deposit asked for'), <Money fen={means.deposit_wanted_fen} />],
          [
            t('巡查间隔', 'Time between patrols'),
            t(`平常的 ${means.patrol_percent} %`, `${means.patrol_percent} % of the usual`),
          ],
          [
            t('顾客评价', 'Ratings'),
            ratings.average_hundredths === null
              ? t(
                  `${ratings.count} 个，五个起才显示平均`,
                  `${ratings.count}; an average from five on`,
                )
              : t(
                  `${decimalFromFen(ratings.average_hundredths)} 星，${ratings.count} 个`,
                  `${decimalFromFen(ratings.average_hundredths)} stars of ${ratings.count}`,
                ),
          ],
        ]}
      />
    </section>
  )
}

/** Every line of the score, and under it its marks; `beside`: what the reader can do about one. */
export const Lines: FC<{ of: Credit; beside?: Beside }> = ({ of, beside }) => {
  const t = useSay()
  if (of.lines.length === 0)
    return (
      <Empty>{t('没有加减分，就是基准分。', 'Nothing is added or taken: the base score.')}</Empty>
    )
  return (
    <>
      <Grid
        caption={t('分是怎么来的', 'How the score comes about')}
        show_caption
        words={[1]}
        head={[
          t('哪一项', 'Line'),
          t('数', 'Figure'),
          t('每一个', 'Each'),
          t('现在', 'Now'),
          t('半衰期', 'Half-life'),
        ]}
        rows={of.lines.map((line) => [
          t(line.name, line.name_en),
          line.figure,
          pointsText(line.points < 0 ? -line.weight : line.weight),
          `${pointsText(line.points)}${line.is_capped ? t('（封顶）', ' (capped)') : ''}`,
          t(`${line.half_life_days} 天`, `${line.half_life_days} days`),
        ])}
      />
      <Marks of={of.lines} beside={beside} />
    </>
  )
}

type Beside = (mark: string, points: number) => Child
/** Each mark with its line, day, points and source; `only`: the one that is spoken of. */
export const Marks: FC<{
  of: Credit['lines']
  only?: string
  beside?: Beside | undefined
}> = ({ of: lines, only, beside }) => {
  const t = useSay()
  return (
    <Grid
      caption={
        only ? t('说的是这一条', 'This mark') : t('每一条，新的在前', 'Each mark, newest first')
      }
      show_caption
      words={[1, 4]}
      head={[
        t('哪一项', 'Line'),
        t('日子', 'Day'),
        t('现在算', 'Now'),
        t('从哪来', 'Source'),
        ...(beside ? [t('异议', 'Objection')] : []),
      ]}
      rows={lines.flatMap((line) =>
        line.marks
          .filter(({ id }) => only === undefined || id === only)
          .map((mark) => [
            t(line.name, line.name_en),
            <time>{mark.day}</time>,
            pointsText(mark.points),
            t(...(SOURCES[mark.source] ?? [mark.source, mark.source])),
            ...(beside ? [beside(mark.id, mark.points)] : []),
          ]),
      )}
    />
  )
}
