package io.noren.integration.broker;

/**
 * Why a message could not be done, in words for a person.
 *
 * @param code stable, upper case
 * @param permanent trying again without a person's help would end the same way
 */
record Trouble(String code, String reason, boolean permanent) {

    static Trouble of(Throwable failure) {
        if (failure instanceof io.noren.inventory.Refusal refusal) {
            return new Trouble(refusal.code(), String.valueOf(refusal.getMessage()), true);
        }
        if (failure instanceof io.noren.loyalty.Refusal refusal) {
            return new Trouble(refusal.code(), String.valueOf(refusal.getMessage()), true);
        }
        if (failure instanceof io.noren.pos.Refusal refusal) {
            return new Trouble(refusal.code(), String.valueOf(refusal.getMessage()), true);
        }
        if (failure instanceof UnreadableMessage) {
            return new Trouble(
                    "UNREADABLE_MESSAGE",
                    "The message is " + failure.getMessage() + ". Whoever sent it has to send it again, mended.",
                    true);
        }
        // The exception's text may hold data of customers; the log has it, under the same correlation.
        return new Trouble(
                "UNEXPECTED",
                "An unexpected " + failure.getClass().getSimpleName()
                        + "; the log tells more under this entry's correlation. Retry when its cause is mended.",
                false);
    }
}
