import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { Time, type Turn } from '../look/time'

/** Where something stands: each step labelled, with its date; the present one said aloud as well. */
export const Steps: FC<{ of: readonly Turn[] }> = ({ of }) => {
  const t = useSay()
  const here = of.findIndex(({ state }) => state === 'now')
  return (
    <>
      {here === -1 ? null : (
        <p class="small mute">
          {t(`第 ${here + 1} 步，共 ${of.length} 步`, `Step ${here + 1} of ${of.length}`)}
        </p>
      )}
      <Time of={of} />
    </>
  )
}
