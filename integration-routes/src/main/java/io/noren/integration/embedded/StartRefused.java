package io.noren.integration.embedded;

/** The application cannot start as things are; the message says what is wrong and {@link #action} what to do. */
class StartRefused extends RuntimeException {
    private final String action;

    StartRefused(String message, String action) {
        super(message);
        this.action = action;
    }

    StartRefused(String message, String action, Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    String action() {
        return action;
    }
}
