/*
 * Opens an app in the shell that every DHIS2 app has around it, without a browser.
 *
 *     node app-shell.cjs URL [USERNAME PASSWORD]
 *
 * It prints what a person sees, as JSON: `dialog` before he signs in, and after it
 * `page`, or `refusal` where the dialog stays. The shell is `@dhis2/app-adapter` with
 * the header bar of `@dhis2/ui`; jsdom is the page and `fetch` keeps the cookies.
 */
'use strict'

const { JSDOM, VirtualConsole } = require('jsdom')

const [url, username, password] = process.argv.slice(2)
const PATIENCE = 20_000
process.env.REACT_APP_DHIS2_BASE_URL = url // what the build of an app is told

const { window } = new JSDOM('<div id="root"></div>', {
    url: `${url}/`,
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(),
})
const { document } = window
for (const name of ['document', 'navigator', 'location', 'localStorage']) {
    Object.defineProperty(globalThis, name, { value: window[name] })
}
Object.assign(globalThis, {
    window,
    self: globalThis,
    HTMLElement: window.HTMLElement,
    Element: window.Element,
    Node: window.Node,
    getComputedStyle: window.getComputedStyle,
})
/* What the shell tells a developer, as of the service worker it misses here. */
globalThis.console = new console.Console(process.stderr)

let cookie = null
const nodeFetch = globalThis.fetch
globalThis.fetch = window.fetch = async (resource, init = {}) => {
    const headers = { ...init.headers, ...(cookie && { Cookie: cookie }) }
    const target = new URL(resource, document.baseURI)
    const answer = await nodeFetch(target, { ...init, headers })
    cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? cookie
    return answer
}

const { createElement } = require('react')
const { createRoot } = require('react-dom/client')
const { default: AppAdapter } = require('@dhis2/app-adapter')

const open = () => {
    const about = { appName: 'app', appUrlSlug: 'app', appVersion: '1.0.0', url }
    const app = createElement('main', null, 'The app itself')
    const root = createRoot(document.getElementById('root'))
    root.render(createElement(AppAdapter, about, app))
    return root
}

const find = name => document.querySelector(`[data-test="${name}"]`)

const seen = async look => {
    const end = Date.now() + PATIENCE
    while (!look()) {
        if (Date.now() > end) {
            throw new Error(`nothing came; there is: ${document.body.textContent}`)
        }
        await new Promise(resolve => setTimeout(resolve, 10))
    }
    return look()
}

const type = (field, text) => {
    const { set } = Object.getOwnPropertyDescriptor(
        window.HTMLInputElement.prototype,
        'value'
    )
    set.call(field, text)
    field.dispatchEvent(new window.Event('input', { bubbles: true }))
}

const signIn = async () => {
    const [name, secret] = document.querySelectorAll('form input')
    type(name, username)
    type(secret, password)
    find('dhis2-adapter-loginsubmit').click()
    return seen(() => cookie || document.querySelector('.errorNotification'))
}

const page = async root => {
    root.unmount() // signing in reloads the page
    open()
    const bell = await seen(() => find('headerbar-notifications'))
    await seen(() => find('headerbar-apps-icon'))
    find('headerbar-apps-icon').click()
    const menu = await seen(() => find('headerbar-apps-menu'))
    return {
        title: find('headerbar-title').textContent,
        notifications: bell.textContent,
        menu: menu.textContent,
        app: document.querySelector('main').textContent,
    }
}

const main = async () => {
    const root = open()
    const dialog = await seen(() => find('dhis2-adapter-loginmodal'))
    const shown = { dialog: dialog.textContent }
    if (username) {
        await signIn()
        if (cookie) {
            shown.page = await page(root)
        } else {
            shown.refusal = dialog.textContent
        }
    }
    process.stdout.write(JSON.stringify(shown))
    process.exit()
}

main().catch(error => {
    process.stderr.write(`${error.stack}\n`)
    process.exit(1)
})
