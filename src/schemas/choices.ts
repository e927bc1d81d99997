import type * as z from 'zod'

const given = (value: object, fields: readonly string[]): number =>
  fields.filter((field) => (value as Record<string, unknown>)[field] !== undefined).length
const wanting = (field: string) => ({ required: [field] })
/** The same where nothing around it names the field. */
const alone = (field: string) => ({ properties: { [field]: {} }, required: [field] })

/** Of these fields exactly one is given; refused in words, and said as `oneOf` in the contract. */
export const exactlyOne = <S extends z.ZodObject>(
  schema: S,
  fields: readonly [string, string, ...string[]],
): S =>
  schema
    .refine((value) => given(value, fields) === 1, `须且只须给出 ${fields.join('、')} 之一`)
    .meta({ oneOf: fields.map(wanting) }) as S

/** Of these fields at most one is given. `otherwise` says in words what none of them means. */
export const oneAtMost = <S extends z.ZodObject>(
  schema: S,
  fields: readonly [string, string, ...string[]],
  otherwise: string,
): S =>
  schema
    .refine((value) => given(value, fields) <= 1, `${fields.join('、')} 至多给一个；${otherwise}`)
    .meta({
      oneOf: [...fields.map(wanting), { not: { anyOf: fields.map(alone) } }],
    }) as S

/** A field that is given with another one only. */
export const onlyWith = <S extends z.ZodObject>(schema: S, field: string, other: string): S =>
  schema
    .refine((value) => given(value, [field]) <= given(value, [other]), {
      message: `${field} 只与 ${other} 同用`,
      path: [field],
    })
    .meta({ dependentRequired: { [field]: [other] } }) as S
