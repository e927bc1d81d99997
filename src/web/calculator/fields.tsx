import type { Child, FC } from 'hono/jsx'
import { Field } from '../ui/form'

/** What was typed so far. */
export type Part = { of: URLSearchParams }
type Typed = 'money' | 'whole' | 'number' | 'day'
const ATTRIBUTES: Record<Typed, Record<string, string>> = {
  money: { inputmode: 'decimal', autocomplete: 'off' },
  number: { inputmode: 'decimal', autocomplete: 'off' },
  whole: { inputmode: 'numeric', autocomplete: 'off' },
  day: { type: 'date' },
}

/** One question of the calculator; the phone shows the keys it needs. */
export const Ask: FC<
  Part & { name: string; label: string; as: Typed; hint?: string; value?: string }
> = ({ of, name, label, as, hint, value = '' }) => (
  <Field name={name} label={label} hint={hint} value={of.get(name) ?? value} {...ATTRIBUTES[as]} />
)

export const Tick: FC<Part & { name: string; children?: Child }> = ({ of, name, children }) => (
  <label class="check">
    <input type="checkbox" id={name} name={name} value="yes" checked={of.get(name) === 'yes'} />
    <span>{children}</span>
  </label>
)

/** What few cards have: closed until something in it was said. */
export const Fold: FC<Part & { names: readonly string[]; title: string; children?: Child }> = ({
  of,
  names,
  title,
  children,
}) => (
  <details open={names.some((name) => (of.get(name) ?? '') !== '')}>
    <summary>{title}</summary>
    {children}
  </details>
)
