import type { FC } from 'hono/jsx'
import { spokenDay, spokenDayEn } from '../../kernel/time'
import { readServiceStatusOperation } from '../../status/routes'
import { useSay } from '../around'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Row, Rows } from '../look/rows'
import { Facts, Notice, Tag, When } from '../ui/text'
import { stateTone } from '../ui/tones'

type Told = AnswerFor<typeof readServiceStatusOperation>
const PARTS: Readonly<Record<Told['parts'][number]['state'], readonly [zh: string, en: string]>> = {
  well: ['正常', 'well'],
  late: ['慢了', 'late'],
  unknown: ['看不到', 'not seen'],
}

/** How the service is, for anybody; it answers also while the database does not. */
page('GET', '/status', 'public', async ({ t, ask }) => {
  const told = await ask(readServiceStatusOperation)
  const day = told.last_sealed_day
  return (
    <Frame title={t('系统状态', 'Status of the service')}>
      <Notice is={stateTone('service', told.state)} live>
        <strong>{t(told.message, told.message_en)}</strong>
      </Notice>
      <p class="note">
        {t('看的时间：', 'Looked at: ')}
        <When at={told.as_of} />
        {told.known_at !== null && told.known_at !== told.as_of ? (
          <>
            {t('；下面的日子和事件是这时的：', '; days and events below are of ')}
            <When at={told.known_at} />
          </>
        ) : null}
      </p>
      <section class="card">
        <h2>{t('现在', 'Now')}</h2>
        <Rows>
          {told.parts.map((part) => (
            <Row
              title={t(part.title, part.title_en)}
              note={t(part.message, part.message_en)}
              right={
                <Tag is={stateTone('service_part', part.state)}>{t(...PARTS[part.state])}</Tag>
              }
            />
          ))}
        </Rows>
      </section>
      <Incidents of={told} />
      <Facts
        of={[
          [
            t('最近封好账的一天', 'Last day closed'),
            day === null ? t('还没有', 'none yet') : t(spokenDay(day), spokenDayEn(day)),
          ],
          [t('版本', 'Version'), told.version],
          [
            t('这个版本上线', 'At work since'),
            told.deployed_at === null ? (
              t('还没有记下', 'not written down yet')
            ) : (
              <When at={told.deployed_at} />
            ),
          ],
        ]}
      />
    </Frame>
  )
})

/** What the platform wrote down of itself in ninety days. */
const Incidents: FC<{ of: AnswerFor<typeof readServiceStatusOperation> }> = ({ of: told }) => {
  const t = useSay()
  const more = told.incidents_count - told.incidents.length
  return (
    <section class="card">
      <h2>{t('近 90 天', 'The last 90 days')}</h2>
      {told.incidents.length > 0 ? (
        <Rows>
          {told.incidents.map((one) => (
            <Row
              title={t(one.message, one.message_en)}
              note={
                <>
                  <When at={one.began_at} />
                  {' – '}
                  {one.ended_at === null ? t('还没有好', 'not over') : <When at={one.ended_at} />}
                </>
              }
            />
          ))}
        </Rows>
      ) : (
        <p>
          {told.known_at === null
            ? t('现在看不到。', 'Cannot be seen now.')
            : t('没有记下的事。', 'Nothing was written down.')}
        </p>
      )}
      {more > 0 ? <p class="note">{t(`另有更早的 ${more} 件。`, `${more} more before.`)}</p> : null}
      <p class="note">
        {t(
          '这里是系统自己记下的；系统完全停着的时候记不了，恢复以后记为任务没有按时。',
          'The system writes this itself. While it is wholly down it cannot; once back, that shows as late work.',
        )}
      </p>
    </section>
  )
}
