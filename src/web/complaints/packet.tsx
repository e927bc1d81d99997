import type { FC } from 'hono/jsx'
import { readMediationPacketOperation } from '../../mediations/paper-routes'
import { useSay } from '../around'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { When } from '../ui/text'

type PacketAnswer = AnswerFor<typeof readMediationPacketOperation, 'consumer'>

/** The agreement and what a court needs to confirm it; printed as it stands, in Chinese. */
const Packet: FC<{ of: PacketAnswer }> = ({ of }) => {
  const t = useSay()
  return (
    <Frame title={t('调解协议书和司法确认材料', 'The agreement, and papers for the court')}>
      <p class="note">
        {t('双方可以共同向', 'Both may ask ')}
        {of.court_name}
        {t('申请司法确认，不收费，最迟 ', ' together to confirm it, free of charge, until ')}
        <When at={of.confirm_by} dated />
        {of.court_no === null ? '' : t(`；已确认：${of.court_no}`, `; confirmed: ${of.court_no}`)}
      </p>
      <section class="card">
        <h2>{t('调解协议书', 'The agreement')}</h2>
        <pre tabindex={0} lang="zh-CN">
          {of.agreement}
        </pre>
        <p class="small mute">
          {t('哈希 ', 'Hash ')}
          <code>{of.agreement_hash}</code>
        </p>
      </section>
      <section class="card">
        <h2>{t('司法确认申请书', 'The application to the court')}</h2>
        <pre tabindex={0} lang="zh-CN">
          {of.application}
        </pre>
      </section>
      <section class="card">
        <h2>{t('要带的材料', 'What to bring')}</h2>
        <ul>
          {of.documents.map((one) => (
            <li>{t(one.name, one.name_en)}</li>
          ))}
        </ul>
      </section>
    </Frame>
  )
}
page('GET', '/c/mediations/:id/packet', 'consumer', async ({ params, ask }) => (
  <Packet of={await ask(readMediationPacketOperation, { params })} />
))
page('GET', '/m/mediations/:id/packet', 'staff', async ({ params, ask }) => (
  <Packet of={await ask(readMediationPacketOperation, { params })} />
))
page('GET', '/r/mediations/:id/packet', 'regulator', async ({ params, ask }) => (
  <Packet of={await ask(readMediationPacketOperation, { params })} />
))
