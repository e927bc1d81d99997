import { withdrawBankFileOperation } from '../../intake/routes'
import { actPage } from '../act-page'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Words } from '../ui/form'

/** A file brought by mistake: one official proposes to take it back, another one does the same and it is. */
page('GET', '/b/files/:id/withdrawal', 'bank', async ({ params, t }) => (
  <Frame title={t('撤回一个传错的文件', 'Take a file back')}>
    <p class="note">
      {t(
        '第一位提议，第二位在这里再办一次就撤回。只能撤人传的、那些日子还没有封账的文件；撤回后等银行自己的文件。不动钱。',
        'One official proposes, a second one does the same here. Only before its days are closed. No money moves.',
      )}
    </p>
    <form method="post" action={`/b/files/${params.id}/withdrawal`} class="card">
      {key()}
      <Words
        name="note"
        label={t('为什么撤回', 'Why')}
        hint={t('2 到 300 字', '2 to 300 characters')}
        required
        minlength={2}
        maxlength={300}
      />
      <button type="submit">{t('提议撤回，或复核撤回', 'Propose, or confirm')}</button>
    </form>
    <p>
      <a class="inline" href="/b/files">
        {t('回文件', 'Back to the files')}
      </a>
    </p>
  </Frame>
))

actPage('/b/files/:id/withdrawal', 'bank', {
  act: withdrawBankFileOperation,
  says: ({ params, form }) => ({ params, body: { note: form.get('note') ?? '' } }),
  leads: '/b/files',
  again: '/b/files/:id/withdrawal',
})
