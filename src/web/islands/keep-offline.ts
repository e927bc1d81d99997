// Once the page is read, asks the browser to keep the one page that says what to do without a network.
if ('serviceWorker' in navigator)
  window.addEventListener('load', () => {
    navigator.serviceWorker.register('/sw.js').catch(() => undefined)
  })

export {}
