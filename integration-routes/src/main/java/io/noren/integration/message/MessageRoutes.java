package io.noren.integration.message;

/** Where a message waits for its channel: each has a queue of its own, so that a slow one holds up no other. */
final class MessageRoutes {
    /** A property of the exchange: the try that is being made, for whoever notes what became of it. */
    static final String ATTEMPT = "noren.message-attempt";

    private static final String OPTIONS = "?size=500&concurrentConsumers=4&waitForTaskToComplete=Never";

    private MessageRoutes() {}

    static String queue(MessageChannel channel) {
        return "seda:" + route(channel) + OPTIONS;
    }

    /** The id of the route that reads it. */
    static String route(MessageChannel channel) {
        return switch (channel) {
            case EMAIL -> "message-to-mail";
            case SMS -> "message-to-phone";
            case PUSH -> "message-to-app";
            case CHAT -> "message-to-chat";
            case LOG -> "message-to-log";
        };
    }
}
