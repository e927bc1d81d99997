import type { FC } from 'hono/jsx'
import { yuan } from '../../kernel/money'
import type { readMerchantDayOperation } from '../../overviews/overview'
import type { listPayoutsOperation } from '../../payouts/routes'
import { useAround, useSay } from '../around'
import { ChartFigure } from '../charts/lying'
import { Week } from '../charts/small'
import type { AnswerFor } from '../door'
import { Way } from '../look/desk'
import { Money } from '../ui/text'

type WeekAnswer = AnswerFor<typeof readMerchantDayOperation, 'staff'>['week']
type PayoutAnswer = AnswerFor<typeof listPayoutsOperation, 'staff'>['data'][number]

/** The last seven days, each beside the same day of the week before. */
export const LastWeek: FC<{ week: WeekAnswer }> = ({ week }) => {
  const t = useSay()
  const { today } = useAround()
  const of = week.map(({ day, released_fen: value, before_fen: before }) => {
    const is_open = day === today
    const name = is_open ? t('今天', 'today') : day.slice(5)
    return { name, value, before, said: yuan(value), is_open }
  })
  const told = of.map(({ name, said, before }) =>
    t(`${name} ${said}，上周 ${yuan(before)}`, `${name} ${said}, the week before ${yuan(before)}`),
  )
  return (
    <ChartFigure title={t('这七天放款到店', 'Released to the shop, last seven days')}>
      <Week of={of} label={told.join(t('；', '; '))} />
      <p class="small mute">
        {t('横线是上周同一天；今天还没有过完。', 'The line is a week before; today is not over.')}
      </p>
    </ChartFigure>
  )
}

/** Green is for money that has arrived; what came back or was refused waits again. */
const stage = ({ state, is_open }: PayoutAnswer): 'done' | 'now' | 'later' =>
  state === 'paid' ? 'done' : is_open ? 'now' : 'later'
/** When the money is on the shop's account: the newest payouts in the bank's words, and what the next one takes along. */
export const WhenMine: FC<{ payouts: readonly PayoutAnswer[]; payable_fen: number }> = ({
  payouts,
  payable_fen,
}) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('钱什么时候到我账上', 'When it is on my account')}</h2>
      <Way
        of={[
          ...[...payouts].reverse().map((one) => ({
            figure: <Money fen={one.amount_fen} />,
            note: one.message,
            state: stage(one),
          })),
          {
            figure: <Money fen={payable_fen} />,
            note: t('等下一次出款', 'in the next payout'),
            state: 'later',
          },
        ]}
      />
      <p>
        <a class="inline" href="/m/payouts">
          {t('每一笔的去向', 'Where each went')}
        </a>
      </p>
    </section>
  )
}
