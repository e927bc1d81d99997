import type { FC } from 'hono/jsx'
import { listMyTracesOperation } from '../../traces/routes'
import { type Say, useSay } from '../around'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { More } from '../ui/table'
import { Empty, Facts, Tag, When } from '../ui/text'

type TraceAnswer = AnswerFor<typeof listMyTracesOperation, 'consumer'>['data'][number]

/** Which office read what of me, when and why: everything that is written down, newest first. */
page('GET', '/c/readings', 'consumer', async ({ c, ask, t }) => {
  const list = await ask(listMyTracesOperation, { query: { cursor: c.req.query('cursor') } })
  return (
    <Frame title={t('谁看过我的资料', 'Who read of me')}>
      <p>
        {t(
          '银行、主管部门和平台的人看您的卡和付款，先要说为什么，每一次都记在这里。谁也删不掉。',
          'Whoever at the bank, the authority or the platform reads of your cards says first what for. Each time stands here.',
        )}
      </p>
      {list.data.length === 0 ? (
        <Empty>{t('还没有单位看过您的资料。', 'No office has read of you.')}</Empty>
      ) : (
        list.data.map((trace) => <Trace trace={trace} />)
      )}
      <More of={list} href="/c/readings" word={t('更早的', 'Earlier')} />
      <p class="note">
        {t(
          '不显示看的人叫什么：对您负责的是单位。有疑问，把编号告诉这个单位或拨 12345，它必须答复您（个人信息保护法第四十四、五十条）。侦查保密的查阅，解密后才显示。',
          'It names the office, which answers to you: tell it the number, or call 12345. Readings the police keep secret come later.',
        )}
      </p>
    </Frame>
  )
})

const reasonOf = ({ purpose, reach, merchant_name }: TraceAnswer, t: Say): string => {
  if (purpose !== null) return purpose.reason
  return reach === 'everybody'
    ? t(`文件，${merchant_name ?? '全市'}每个人的都在里面`, 'A file with everybody in it')
    : t('办单位自己的活，列清单时看到', 'The office’s own list of work')
}

const Trace: FC<{ trace: TraceAnswer }> = ({ trace }) => {
  const t = useSay()
  const { purpose, office_name, office_name_en, what, what_en } = trace
  return (
    <article class="card">
      <h2>{t(`${office_name}看了${what}`, `${office_name_en} read ${what_en}`)}</h2>
      {purpose?.kind === 'emergency' ? (
        <p>
          <Tag is="warn">{t('紧急，事后两人复核', 'Emergency: two look at it afterwards')}</Tag>
        </p>
      ) : null}
      <Facts
        of={[
          [t('时间', 'When'), <When at={trace.read_at} />],
          [t('为什么', 'Why'), reasonOf(trace, t)],
          ...(purpose?.reference_id
            ? [[t('案号', 'Case'), <code>{purpose.reference_id}</code>] as const]
            : []),
          ...(trace.merchant_name ? [[t('店', 'Shop'), trace.merchant_name] as const] : []),
          [t('编号', 'Number'), <code>{trace.id}</code>],
        ]}
      />
    </article>
  )
}
