import type { FC } from 'hono/jsx'
import type { Telling } from '../../platform/world'
import { useSay } from '../around'
import { Island } from '../ui/island'
import { Progress } from '../ui/progress'

/** How often a browser without scripts asks again; with them, the island does. */
export const TELLING_REFRESH_S = 5

/** While the demo city is being told: how far, how long still, and what cannot be done before. */
export const TellingLine: FC<{ telling: Telling }> = ({ telling }) => {
  const t = useSay()
  const { day, days, share_bp, seconds_left } = telling
  const left =
    seconds_left === null
      ? ''
      : t(`，大约还要 ${seconds_left} 秒`, `, about ${seconds_left} s to go`)
  return (
    <section class="card" id="telling" role="status">
      <h2>{t('故事还在讲', 'The story is being told')}</h2>
      <Progress bp={share_bp} label={t(`第 ${day} / ${days} 天`, `Day ${day} of ${days}`) + left} />
      <p>
        {t(
          '已经讲到的可以先看；讲完就能一键登录、办事，这一页会自己更新。',
          'Look around already; sign-in and every act open when it is told. This page renews itself.',
        )}
      </p>
      <Island name="telling" />
    </section>
  )
}
