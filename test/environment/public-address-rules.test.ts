import { describe, expect, it } from 'vitest'
import { isPublicAddress } from '../../src/environment/public-address-rules'

describe('an address', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '203.0.113.5',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:0:4136:e378::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    'fc00::1',
    'ff02::1',
    '2001:db8::1',
    '3fff::1',
    'not an address',
    '1.2.3',
    '1.2.3.256',
    '1:2:3',
    '2001::1::2',
  ])('%s is not on the open internet', (address) => expect(isPublicAddress(address)).toBe(false))
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '223.255.255.254',
    '100.63.0.1',
    '2400:3200::1',
    '2606:4700:4700::1111',
    '2a00:1450:4001:80b::200e',
  ])('%s is', (address) => expect(isPublicAddress(address)).toBe(true))
})
