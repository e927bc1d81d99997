import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../refunds/support'
import { type House, looksRight, openHouse } from './support'

/** A browser whose push service answers at once; keys of RFC 8291, appendix A. */
const ANSWERS = `
  const made = { toJSON: () => ({ endpoint: 'https://fcm.googleapis.com/fcm/send/here', keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg' } }) }
  PushManager.prototype.getSubscription = async () => null
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    if (applicationServerKey.length !== 65) throw new Error('no key')
    return made
  }
`
/** A browser without a screen shows nothing: what its worker asks to be shown is kept. */
const KEEPS = `self.shown = []
  ServiceWorkerRegistration.prototype.showNotification = async (title, { body, tag, data }) => {
    self.shown.push({ title, body, tag, data })
  }`

describe('messages on a device', () => {
  let desk: Desk
  let house: House
  beforeAll(async () => {
    desk = await openDesk(1)
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('are switched on by a tap, shown by the worker, and switched off by another', async () => {
    const page = await house.opens({ js: true, as: [desk.li.id] })
    await page.context().grantPermissions(['notifications'])
    await page.addInitScript(ANSWERS)
    await page.goto(`${house.url}/c/devices`)
    await looksRight(page, 'push-off')
    await page.click('text=在这台设备上打开')
    await page.waitForSelector('#push >> text=就是这台')
    await looksRight(page, 'push-on')

    const [worker] = page.context().serviceWorkers()
    if (!worker) throw new Error('no worker')
    await worker.evaluate(KEEPS)
    const wire = await page.context().newCDPSession(page)
    const known = new Promise<string>((done) => {
      wire.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        if (registrations[0]) done(registrations[0].registrationId)
      })
    })
    await wire.send('ServiceWorker.enable')
    const registrationId = await known
    const told = { body: '已核销¥42.00', url: `${house.url}/c/refunds`, tag: 'ntc_1' }
    const push = { origin: house.url, registrationId }
    await wire.send('ServiceWorker.deliverPushMessage', { ...push, data: JSON.stringify(told) })
    await wire.send('ServiceWorker.deliverPushMessage', { ...push, data: 'no words of ours' })
    const nothing = { body: '预付保有一条新消息，请打开看', tag: 'news', data: '/c' }
    await expect
      .poll(() => worker.evaluate('self.shown'))
      .toEqual([
        { title: '预付保', body: told.body, tag: told.tag, data: told.url },
        { title: '预付保', ...nothing },
      ])

    await page.click('text=不再弹')
    await page.waitForSelector('text=在这台设备上打开')
  })
  it('say what to do where there are no scripts', async () => {
    const page = await house.opens({ as: [desk.li.id] })
    await page.goto(`${house.url}/c/devices#push`)
    const said = (await page.textContent('#push')) ?? ''
    expect(said).toContain('短信照常发')
    expect(await page.locator('#push button:visible').count()).toBe(0)
  })
})
