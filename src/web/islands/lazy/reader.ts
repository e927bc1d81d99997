// A barcode reader for browsers without one: WebAssembly from our own address, never from a third party's.
import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill'

const WASM = '/i/zxing_reader.3.1.4.wasm'

export function openReader(): InstanceType<typeof BarcodeDetector> {
  prepareZXingModule({ overrides: { locateFile: () => WASM } })
  return new BarcodeDetector({ formats: ['qr_code'] })
}
