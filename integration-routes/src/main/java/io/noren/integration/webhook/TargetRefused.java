package io.noren.integration.webhook;

/** A webhook's address that may not be called. */
public class TargetRefused extends RuntimeException {
    TargetRefused(String message) {
        super(message);
    }
}
