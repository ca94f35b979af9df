package io.noren.inventory.pickup;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of a pickup order's life.
 *
 * @param number from 1 on, without holes
 * @param step as in the API's paths; {@code place} for the first
 * @param line the line that it was about, if it was about one
 * @param from null for the first
 * @param actor who did it: an API key's or a person's name, {@code system} for the clock and for what tills told
 * @param checked at which documents they looked: {@code AGE}, {@code IDENTITY}, or both with a space between
 * @param device the handheld or till that it was done with, if somebody said so
 */
public record DoneStep(
        int number,
        String step,
        @Nullable String line,
        @Nullable PickupState from,
        PickupState to,
        String actor,
        @Nullable String device,
        @Nullable String reason,
        @Nullable String checked,
        Instant at) {}
