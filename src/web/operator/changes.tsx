import type { FC } from 'hono/jsx'
import { districtName } from '../../kernel/city'
import { useCity, useSay } from '../around'
import { type Body, key, number, page, text } from '../door'
import { Frame } from '../frame'
import { wholeList } from '../regulator/gather'
import { CHANGES } from '../regulator/signals'
import { Choice, Words } from '../ui/form'
import { Empty, Facts, Tag } from '../ui/text'

const FACTS: Record<string, readonly [string, string]> = {
  name: ['新店名', 'Name'],
  address: ['新地址', 'Address'],
  district: ['新地区', 'District'],
  legal_representative: ['新法定代表人', 'Representative'],
  licence_no: ['新执照号', 'Licence'],
  licence_expires_on: ['新执照到期', 'Licence until'],
}
const Change: FC<{ of: Body }> = ({ of }) => {
  const t = useSay()
  const city = useCity()
  const facts = (of.facts ?? {}) as Body
  const kind = CHANGES[text(of, 'kind')] ?? { zh: '', en: '' }
  const id = text(of, 'id')
  return (
    <article class="card">
      <h2>
        {text(of, 'shop_name')}：{t(kind.zh, kind.en)}
      </h2>
      <Facts
        of={[
          [t('从哪天起', 'From'), text(of, 'from_on')],
          [t('为什么', 'Why'), text(of, 'reason')],
          ...Object.entries(facts)
            .filter(([, value]) => value !== null && value !== undefined)
            .map(([field, value]) => {
              const [zh, en] = FACTS[field] ?? [field, field]
              return [
                t(zh, en),
                field === 'district' ? districtName(city, String(value)) : String(value),
              ] as const
            }),
          [
            t('持卡人', 'Cards'),
            t(
              `${number(of, 'cards_count')} 张卡，已通知 ${number(of, 'told_count')}`,
              `${number(of, 'cards_count')}, told ${number(of, 'told_count')}`,
            ),
          ],
        ]}
      />
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
          <Tag is={of.status === 'refused' ? 'bad' : 'safe'}>
            {of.status === 'refused' ? t('没通过', 'refused') : t('已核验', 'verified')}
          </Tag>{' '}
          {text(of, 'checked_note')}
        </p>
      )}
    </article>
  )
}

/** Changes that shops announced: the ones to check first. */
page('GET', '/o/changes', 'operator', async ({ ask, t }) => {
  const { rows } = await wholeList(ask, 'listChanges', {}, {}, 2)
  const waiting = rows.filter(({ status }) => status === 'announced')
  const others = rows.filter(({ status }) => status !== 'announced').slice(0, 20)
  return (
    <Frame title={t('店家变更', 'Changes of shops')}>
      {waiting.length === 0 ? (
        <Empty>
          <p>{t('没有等核验的变更。', 'Nothing waits for a check.')}</p>
        </Empty>
      ) : null}
      <div class="halves">
        {[...waiting, ...others].map((change) => (
          <Change of={change} />
        ))}
      </div>
    </Frame>
  )
})
page(
  'POST',
  '/o/changes/:id/check',
  'operator',
  async ({ c, params, form, ask }) => {
    const body = {
      verified: form.get('verified') === 'yes',
      note: form.get('note')?.trim() ?? '',
    }
    await ask('checkChange', { params, body }, form.get('key') ?? undefined)
    return c.redirect('/o/changes', 303)
  },
  { again: '/o/changes' },
)
