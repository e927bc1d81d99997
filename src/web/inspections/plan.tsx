import type { FC } from 'hono/jsx'
import {
  askPatrolOperation,
  listPatrolFindingsOperation,
  listPatrolsOperation,
} from '../../inspections/routes'
import { districtShort, sectorName } from '../../kernel/city'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { page } from '../door'
import { Level } from '../figures/level'
import { Frame } from '../frame'
import { Island } from '../ui/island'
import { More } from '../ui/table'
import { Empty, When } from '../ui/text'
import { ANSWER_WORDS, ANSWERS, type Finding, FOUND_WORDS } from './words'

/** What somebody found, with pictures; shown wherever a door matters. */
export const Findings: FC<{ of: readonly Finding[] }> = ({ of }) => {
  const t = useSay()
  return (
    <ul class="card list">
      {of.map((finding) => (
        <li>
          <span>
            <b>{finding.merchant_name}</b> {t(...FOUND_WORDS[finding.found])}
            <br />
            {finding.note}
            <br />
            <span class="small mute">
              {ANSWERS.filter((name) => finding.answers[name])
                .map((name) => t(...ANSWER_WORDS[name]))
                .join(t('、', ', '))}
              {' · '}
              {finding.by_name} <When at={finding.seen_at} />
              {finding.place ? ` · ${finding.place.lat}, ${finding.place.lon}` : ''}
            </span>
            {finding.photos.map(({ id, content_hash }, n) => (
              <>
                <br />
                <a href={`/r/patrol-photos/${id}`}>
                  {t(`照片 ${n + 1}`, `Picture ${n + 1}`)} <code>{content_hash.slice(0, 8)}…</code>
                </a>
              </>
            ))}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Which doors, until which day: what an inspector's morning is made of. No money of anybody. */
page('GET', '/r/patrols', 'regulator', async ({ ask, t, c, city }) => {
  const cursor = c.req.query('cursor')
  const [plan, found] = await Promise.all([
    ask(listPatrolsOperation, { query: { limit: '50', cursor } }),
    ask(listPatrolFindingsOperation, { query: { limit: '10' } }),
  ])
  return (
    <Frame
      title={t('巡查', 'Patrols')}
      lead={t(
        '到门口看一眼，照清单说，拍一张。没有网络也能填，有了网络自己发。',
        'Look, answer the list, take a picture. It works without a network and sends itself later.',
      )}
    >
      <div data-patrol-waiting hidden class="say warn">
        <p data-said />
      </div>
      {plan.data.length === 0 ? (
        <Empty>
          <p>{t('没有等着去的店。', 'No shop waits for a visit.')}</p>
        </Empty>
      ) : (
        <ul class="card list">
          {plan.data.map((one) => (
            <li>
              <span>
                <a href={`/r/patrols/${one.id}`}>
                  <b>{one.merchant_name}</b>
                </a>{' '}
                <Level n={one.level} />
                <br />
                <span class="small mute">
                  {districtShort(city, one.district)} · {sectorName(city, one.sector)} ·{' '}
                  {one.address}
                </span>
                {one.note === null ? null : (
                  <>
                    <br />
                    {one.asked_by_name}：{one.note}
                  </>
                )}
              </span>
              <time>{one.due_on}</time>
            </li>
          ))}
        </ul>
      )}
      <More of={plan} href="/r/patrols" word={t('接下来的', 'Next')} />
      <h2>{t('最近看到的', 'Found lately')}</h2>
      {found.data.length === 0 ? (
        <p class="note">{t('还没有。', 'Nothing yet.')}</p>
      ) : (
        <Findings of={found.data} />
      )}
      <Island name="patrol" />
    </Frame>
  )
})

actPage('/r/shops/:id/patrol', 'regulator', {
  act: askPatrolOperation,
  says: ({ params, form }) => {
    const note = form.get('note')?.trim() ?? ''
    return { body: { merchant_id: params.id, ...(note === '' ? {} : { note }) } }
  },
  leads: '/r/patrols',
  again: '/r/shops/:id',
})
