import type { FC } from 'hono/jsx'
import { checkChangeOperation, listChangesOperation } from '../../changes/routes'
import { CHANGE_NAMES } from '../../changes/rules'
import { districtName } from '../../kernel/city'
import { actPage } from '../act-page'
import { useCity, useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Words } from '../ui/form'
import { More } from '../ui/table'
import { Empty, Facts, Notice, Tag } from '../ui/text'
import { stateTone } from '../ui/tones'

const FACTS: Record<string, readonly [string, string]> = {
  name: ['新店名', 'Name'],
  address: ['新地址', 'Address'],
  district: ['新地区', 'District'],
  legal_representative: ['新法定代表人', 'Representative'],
  licence_no: ['新执照号', 'Licence'],
  licence_expires_on: ['新执照到期', 'Licence until'],
}
type ChangeSeen = AnswerFor<typeof listChangesOperation>['data'][number]
/** Whose name the new one reads like, before it is verified. */
const Resembled: FC<{ of: ChangeSeen }> = ({ of }) => {
  const t = useSay()
  return of.resembles === null ? null : (
    <Notice is="bad">
      {t('新店名和这一家相同或看起来一样，请核对：', 'The new name reads like: ')}
      <a href={`/o/merchants/${of.resembles.id}`}>{of.resembles.name}</a>
    </Notice>
  )
}
const Change: FC<{ of: ChangeSeen }> = ({ of }) => {
  const t = useSay()
  const city = useCity()
  const kind = CHANGE_NAMES[of.kind]
  const { id } = of
  return (
    <article class="card">
      <h2>
        {of.merchant_name}：{t(kind.zh, kind.en)}
      </h2>
      <Facts
        of={[
          [t('从哪天起', 'From'), of.from_on],
          [t('为什么', 'Why'), of.reason],
          ...Object.entries(of.facts).flatMap(([field, value]) => {
            if (value === null || value === undefined) return []
            const [zh, en] = FACTS[field] ?? [field, field]
            return [
              [
                t(zh, en),
                <span lang="zh-CN">
                  {field === 'district' ? districtName(city, value) : value}
                </span>,
              ] as const,
            ]
          }),
          [
            t('持卡人', 'Cards'),
            t(
              `${of.cards_count} 张卡，已通知 ${of.told_count}`,
              `${of.cards_count}, told ${of.told_count}`,
            ),
          ],
        ]}
      />
      <Resembled of={of} />
      {of.status === 'announced' ? (
        <form method="post" action={`/o/changes/${id}/check`}>
          {key()}
          <Choice
            name="verified"
            id={`verified-${id}`}
            label={t('证照核验', 'Papers')}
            of={[
              ['yes', t('通过，到日子生效', 'Verified: takes effect on the day')],
              ['no', t('不通过，不生效', 'Refused: no effect')],
            ]}
          />
          <Words
            name="note"
            id={`note-${id}`}
            label={t('核验说明', 'Note')}
            hint={t('看了什么材料', 'What was looked at')}
            required
            maxlength={200}
          />
          <button type="submit">{t('登记核验结果', 'Record')}</button>
        </form>
      ) : (
        <p>
          <Tag is={stateTone('change', of.status)}>
            {of.status === 'refused' ? t('没通过', 'refused') : t('已核验', 'verified')}
          </Tag>{' '}
          {of.checked_note}
        </p>
      )}
    </article>
  )
}

/** Changes that shops announced: the ones to check first. */
page('GET', '/o/changes', 'operator', async ({ ask, c, t }) => {
  const cursor = c.req.query('cursor')
  const [waiting, others] = await Promise.all([
    ask(listChangesOperation, { query: { is_waiting: 'true', limit: '100', cursor } }),
    ask(listChangesOperation, { query: { is_waiting: 'false', limit: '20' } }),
  ])
  return (
    <Frame title={t('店家变更', 'Changes of shops')}>
      {waiting.data.length === 0 ? (
        <Empty>
          <p>{t('没有等核验的变更。', 'Nothing waits for a check.')}</p>
        </Empty>
      ) : null}
      <div class="halves">
        {[...waiting.data, ...(cursor ? [] : others.data)].map((change) => (
          <Change of={change} />
        ))}
      </div>
      <More of={waiting} href="/o/changes" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})
actPage('/o/changes/:id/check', 'operator', {
  act: checkChangeOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      verified: form.get('verified') === 'yes',
      note: form.get('note')?.trim() ?? '',
    },
  }),
  leads: '/o/changes',
  again: '/o/changes',
})
