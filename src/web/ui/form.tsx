import type { Child, FC } from 'hono/jsx'
import { useAround, useSay } from '../around'
import { Questions } from './questions'

/** The hidden idempotency key. A form shown again because the outcome is unknown keeps its key: sent again, it acts once. */
export const Key: FC = () => {
  const { refusal, kept } = useAround()
  const unsure =
    refusal !== null &&
    !refusal.decided &&
    refusal.code !== 'idempotency_key_reused' &&
    (refusal.status >= 500 || refusal.status === 409)
  const value = (unsure ? kept.get('key') : null) ?? crypto.randomUUID()
  return <input type="hidden" name="key" value={value} />
}

/** What a refused form had said for this field, or what the page proposes. */
export const useKept = (name: string, proposed = ''): string => {
  const { refusal, resumed, kept } = useAround()
  return (refusal || resumed ? kept.get(name) : null) ?? proposed
}
/** What was wrong with this field: the API's fault at `/name`. */
export const useFault = (name: string): string | undefined =>
  useAround().refusal?.errors?.find(({ pointer }) => pointer.split('/').pop() === name)?.detail

type Control = {
  name: string
  label: Child
  hint?: Child
  /** Where two forms of a page have a field of the same name. */
  id?: string
}
type Said = { value?: string; required?: boolean }
const described = (id: string, hint: unknown, fault: unknown): string | undefined =>
  [hint ? `${id}-hint` : '', fault ? `${id}-fault` : ''].filter(Boolean).join(' ') || undefined

const Around: FC<{ id: string; control: Control; fault: string | undefined; children?: Child }> = ({
  id,
  control,
  fault,
  children,
}) => (
  <div class="field">
    <label for={id}>
      {control.label}
      {control.hint ? (
        <span class="hint" id={`${id}-hint`}>
          {control.hint}
        </span>
      ) : null}
    </label>
    {fault ? (
      <span class="fault" id={`${id}-fault`}>
        {fault}
      </span>
    ) : null}
    {children}
  </div>
)

/** A labelled field that keeps what was typed and says beside itself what was wrong. */
export const Field: FC<Control & Said & { [attribute: string]: unknown }> = ({
  name,
  label,
  hint,
  id = name,
  value,
  ...more
}) => {
  const fault = useFault(name)
  const secret = more.type === 'password'
  const kept = useKept(name, value)
  return (
    <Around id={id} control={{ name, label, hint }} fault={fault}>
      <input
        id={id}
        name={name}
        value={secret ? '' : kept}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={described(id, hint, fault)}
        {...more}
      />
    </Around>
  )
}
export const Choice: FC<Control & Said & { of: readonly (readonly [string, Child])[] }> = ({
  name,
  label,
  hint,
  id = name,
  value,
  of,
  required,
}) => {
  const fault = useFault(name)
  const kept = useKept(name, value)
  return (
    <Around id={id} control={{ name, label, hint }} fault={fault}>
      <select
        id={id}
        name={name}
        required={required}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={described(id, hint, fault)}
      >
        {of.map(([option, word]) => (
          <option value={option} selected={option === kept}>
            {word}
          </option>
        ))}
      </select>
    </Around>
  )
}
export const Words: FC<Control & Said & { maxlength?: number; minlength?: number }> = ({
  name,
  label,
  hint,
  id = name,
  value,
  ...more
}) => {
  const fault = useFault(name)
  const kept = useKept(name, value)
  return (
    <Around id={id} control={{ name, label, hint }} fault={fault}>
      <textarea
        id={id}
        name={name}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={described(id, hint, fault)}
        {...more}
      >
        {kept}
      </textarea>
    </Around>
  )
}
export const Check: FC<{
  name: string
  value?: string
  /** What the page proposes: `value` for ticked. */
  proposed?: string
  required?: boolean
  children?: Child
}> = ({ name, value = 'yes', proposed = '', required, children }) => (
  <label class="check">
    <input
      type="checkbox"
      name={name}
      value={value}
      required={required}
      checked={useKept(name, proposed) === value}
    />
    <span>{children}</span>
  </label>
)

/** What was refused, first on the page: what happened to the money, then each field with a link to it (GOV.UK pattern). */
export const ErrorSummary: FC = () => {
  const { refusal } = useAround()
  const t = useSay()
  if (!refusal) return null
  return (
    <div class="errors" role="alert" id="errors" tabindex={-1}>
      <h2>{refusal.detail}</h2>
      {refusal.errors.length === 0 ? null : (
        <ul>
          {refusal.errors.map(({ pointer, detail }) => (
            <li>
              <a class="inline" href={`#${pointer.split('/').pop() ?? ''}`}>
                {detail}
              </a>
            </li>
          ))}
        </ul>
      )}
      <p class="small mute">
        {t('编号', 'Code')} <code>{refusal.code}</code> · <Questions />
      </p>
    </div>
  )
}
