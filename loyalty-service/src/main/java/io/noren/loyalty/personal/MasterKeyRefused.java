package io.noren.loyalty.personal;

/** The application cannot start with this master key; the message says what is wrong and {@link #action} what to do. */
public class MasterKeyRefused extends RuntimeException {
    private final String action;

    MasterKeyRefused(String message, String action) {
        super(message);
        this.action = action;
    }

    MasterKeyRefused(String message, String action, Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    /** What the operator has to do. */
    public String action() {
        return action;
    }
}
