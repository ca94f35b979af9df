package io.noren.integration.broker;

/** A message is not the JSON that its address promises; trying again would not help. */
class UnreadableMessage extends RuntimeException {
    UnreadableMessage(String expected) {
        super("not " + expected);
    }

    UnreadableMessage(String expected, Throwable cause) {
        // The parser's own message may quote the content, personal data included; only its kind is passed on.
        super("not " + expected + ": " + cause.getClass().getSimpleName());
    }
}
