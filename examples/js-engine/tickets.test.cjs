// Tests beside a mock: the one at DHIS2_URL, or one that is started here.
const assert = require('node:assert/strict')
const { spawn } = require('node:child_process')
const { after, before, test } = require('node:test')
const { DataEngine, RestAPILink } = require('@dhis2/data-engine')
const { escalate, openTickets } = require('./tickets.cjs')

const ADMIN = 'd2pat_AdminOfTheDhis2MockServer00000013772244025'
const MOBILE = 'd2pat_MobileOfTheDhis2MockServer0000013808295976'

let mock
let server = process.env.DHIS2_URL

before(async () => {
    if (server) return
    mock = spawn('dhis2-mock', ['serve', '--port', '0'])
    const line = await new Promise(resolve => mock.stdout.once('data', resolve))
    server = /http:\S+/.exec(line)[0]
})

after(() => mock?.kill())

/** Return engines on a fresh world, one for each personal access token. */
const engines = async (...tokens) => {
    const made = await fetch(`${server}/__mock/worlds`, { method: 'POST' })
    const { url } = await made.json()
    return tokens.map(
        apiToken =>
            new DataEngine(
                new RestAPILink({ baseUrl: url, apiVersion: 42, apiToken })
            )
    )
}

test('the oldest ticket comes first', async () => {
    const [admin] = await engines(ADMIN)

    const tickets = await openTickets(admin)

    assert.deepEqual(tickets[0], {
        id: 'ZrKML5WiyFm',
        subject: 'Cannot open the pivot table',
        priority: 'MEDIUM',
    })
})

test('an escalated ticket is HIGH and says why', async () => {
    const [admin] = await engines(ADMIN)

    await escalate(admin, 'ZrKML5WiyFm', 'The minister waits.')

    const { ticket } = await admin.query({
        ticket: {
            resource: 'messageConversations',
            id: 'ZrKML5WiyFm',
            params: { fields: ['priority', 'messages[text]'] },
        },
    })
    assert.equal(ticket.priority, 'HIGH')
    assert.equal(ticket.messages.at(-1).text, 'The minister waits.')
})

test('who is not in the ticket may not escalate it', async () => {
    const [mobile] = await engines(MOBILE)

    await assert.rejects(escalate(mobile, 'ZrKML5WiyFm', 'Please'), {
        type: 'access',
        message: 'Not authorized to change priority in this conversation.',
    })
})
