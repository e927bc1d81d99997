import * as z from 'zod'
import type { Call } from '../stripe-objects/call'
import {
  expand,
  flag,
  mergeMetadata,
  metadata,
  readParams,
  text,
  webUrl,
} from '../stripe-objects/params'
import { newId } from '../stripe-objects/store'
import type { Customer, WebhookEndpoint } from '../stripe-objects/types'
import { missing } from '../stripe-objects/wire'

const CustomerFields = z.strictObject({
  name: text(256).optional(),
  email: text(512).optional(),
  phone: text(20).optional(),
  description: text().optional(),
  metadata: metadata.optional(),
  expand,
})

export async function createCustomer({ draft, form }: Call): Promise<Customer> {
  const given = readParams(CustomerFields, form)
  const blank = { name: null, email: null, phone: null, description: null, metadata: {} }
  return draft.put<Customer>({
    ...draft.birth('cus'),
    object: 'customer',
    ...changed(blank, given),
  })
}

export async function updateCustomer({ draft, id, form }: Call): Promise<Customer> {
  const given = readParams(CustomerFields, form)
  const customer = await draft.find('customer', id)
  if (!customer || customer.deleted) throw missing('customer', id)
  return draft.put<Customer>({ ...customer, ...changed(customer, given) })
}

type Described = Pick<Customer, 'name' | 'email' | 'phone' | 'description' | 'metadata'>
const changed = (old: Described, given: z.output<typeof CustomerFields>): Described => ({
  name: given.name ?? old.name,
  email: given.email ?? old.email,
  phone: given.phone ?? old.phone,
  description: given.description ?? old.description,
  metadata: mergeMetadata(old.metadata, given.metadata),
})

export async function deleteCustomer({ draft, id }: Call): Promise<Customer> {
  const customer = await draft.find('customer', id)
  if (!customer || customer.deleted) throw missing('customer', id)
  return draft.put<Customer>({ ...customer, deleted: true })
}

const endpointFields = {
  description: text().optional(),
  metadata: metadata.optional(),
  expand,
}
const CreateEndpoint = z.strictObject({
  ...endpointFields,
  url: webUrl,
  enabled_events: z.array(text(100)).min(1).max(100),
  api_version: text(40).optional(),
})
const UpdateEndpoint = z.strictObject({
  ...endpointFields,
  url: webUrl.optional(),
  enabled_events: z.array(text(100)).min(1).max(100).optional(),
  disabled: flag.optional(),
})

/** A second receiver of events, beside the one of the configuration. Its secret is told here and never again. */
export async function createEndpoint({ draft, form }: Call): Promise<object> {
  const given = readParams(CreateEndpoint, form)
  const { signing_secret: secret, ...endpoint } = draft.put<WebhookEndpoint>({
    ...draft.birth('we'),
    object: 'webhook_endpoint',
    url: given.url,
    enabled_events: given.enabled_events,
    status: 'enabled',
    description: given.description ?? null,
    api_version: given.api_version ?? null,
    metadata: mergeMetadata({}, given.metadata),
    signing_secret: newId(draft.deps, 'whsec'),
  })
  return { ...endpoint, secret }
}

export async function updateEndpoint({ draft, id, form }: Call): Promise<WebhookEndpoint> {
  const given = readParams(UpdateEndpoint, form)
  const endpoint = await draft.find('webhook_endpoint', id)
  if (!endpoint || endpoint.deleted) throw missing('webhook_endpoint', id)
  const { disabled } = given
  return draft.put<WebhookEndpoint>({
    ...endpoint,
    url: given.url ?? endpoint.url,
    enabled_events: given.enabled_events ?? endpoint.enabled_events,
    ...(disabled === undefined ? {} : { status: disabled ? 'disabled' : 'enabled' }),
    description: given.description ?? endpoint.description,
    metadata: mergeMetadata(endpoint.metadata, given.metadata),
  })
}

export async function deleteEndpoint({ draft, id }: Call): Promise<WebhookEndpoint> {
  const endpoint = await draft.find('webhook_endpoint', id)
  if (!endpoint || endpoint.deleted) throw missing('webhook_endpoint', id)
  return draft.put<WebhookEndpoint>({ ...endpoint, status: 'disabled', deleted: true })
}
