/*
 * Runs queries and mutations of the DHIS2 data engine for the tests: one JSON request
 * a line on stdin, one JSON answer a line on stdout.
 *
 * A request names the `engine`, where it signs in (`url`, `username`, `password` or
 * `token`), a `method` (`query` or `mutate`) and its `argument`. The first call of a
 * sign-in asks for the version as an app does, and takes the path of the API from it.
 */
'use strict'

const readline = require('node:readline')
const { createElement } = require('react')
const { renderToStaticMarkup } = require('react-dom/server')
const { ConfigProvider } = require('@dhis2/app-service-config')
const { DataProvider, useDataEngine } = require('@dhis2/app-service-data')
const { DataEngine, RestAPILink } = require('@dhis2/data-engine')

/* What a browser does: the session's cookie goes along with every call. */
let cookie = null
const nodeFetch = globalThis.fetch
globalThis.fetch = (url, init = {}) =>
    nodeFetch(url, {
        ...init,
        headers: cookie ? { ...init.headers, Cookie: cookie } : init.headers,
    })

/* The engine as an app gets it: from the hook, inside the providers. */
const engineOfHook = config => {
    let engine
    const Grab = () => {
        engine = useDataEngine()
        return null
    }
    renderToStaticMarkup(
        createElement(
            ConfigProvider,
            { config },
            createElement(DataProvider, config, createElement(Grab))
        )
    )
    return engine
}

const makers = {
    'app-service-data': engineOfHook,
    'data-engine': config => new DataEngine(new RestAPILink(config)),
}

const signIn = async ({ url, username, password }) => {
    const answer = await nodeFetch(`${url}/api/auth/login`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ username, password }),
    })
    return answer.headers.get('Set-Cookie').split(';')[0]
}

const connect = async ({ engine, token, ...where }) => {
    const session = token ? null : await signIn(where)
    const headers = session
        ? { Cookie: session }
        : { Authorization: `ApiToken ${token}` }
    const answer = await nodeFetch(`${where.url}/api/system/info`, {
        headers: { ...headers, 'X-Requested-With': 'XMLHttpRequest' },
    })
    const { version } = await answer.json()
    const config = {
        baseUrl: where.url,
        apiVersion: Number(version.split('.')[1]),
        apiToken: token,
    }
    return { engine: makers[engine](config), cookie: session }
}

const fileOf = ({ name, type, base64 }) =>
    new File([Buffer.from(base64, 'base64')], name, { type })

const plain = async data =>
    data instanceof Blob
        ? { base64: Buffer.from(await data.arrayBuffer()).toString('base64') }
        : data

const connections = new Map()

const answer = async ({ method, argument, ...who }) => {
    const key = JSON.stringify(who)
    if (!connections.has(key)) {
        connections.set(key, await connect(who))
    }
    const connection = connections.get(key)
    cookie = connection.cookie
    if (argument.data?.file) {
        argument.data.file = fileOf(argument.data.file)
    }
    if (method === 'mutate') {
        return plain(await connection.engine.mutate(argument))
    }
    const { result } = await connection.engine.query({ result: argument })
    return plain(result)
}

const main = async () => {
    for await (const line of readline.createInterface({ input: process.stdin })) {
        let reply
        try {
            reply = { data: await answer(JSON.parse(line)) }
        } catch ({ type, message, details }) {
            reply = { error: { type, message, details } }
        }
        process.stdout.write(`${JSON.stringify(reply)}\n`)
    }
}

main()
