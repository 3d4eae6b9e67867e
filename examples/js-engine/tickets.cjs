// What is tested here: a part of a DHIS2 app that works on tickets through its engine.

const open = {
    resource: 'messageConversations',
    params: {
        filter: ['messageType:eq:TICKET', 'status:eq:OPEN'],
        fields: ['id', 'subject', 'priority'],
        order: 'created:asc',
    },
}

/** Return the open tickets, the oldest first. */
exports.openTickets = async engine => {
    const { tickets } = await engine.query({ tickets: open })
    return tickets.messageConversations
}

/** Raise a ticket to HIGH and tell everybody in it why. */
exports.escalate = async (engine, id, reason) => {
    await engine.mutate({
        type: 'create',
        resource: `messageConversations/${id}/priority`,
        params: { messageConversationPriority: 'HIGH' },
    })
    await engine.mutate({
        type: 'create',
        resource: `messageConversations/${id}`,
        data: reason,
    })
}
