package io.noren.inventory;

import java.util.function.Consumer;

/**
 * On whose behalf something is written. Where one thread writes for many at once, each row is its own writer's, and is
 * announced as if that writer's thread had written it.
 *
 * @param actor the signed-in client or staff member; {@code system} for routes and sweepers
 * @param announcing runs what announces a row, in the writer's context
 */
public record Writer(String actor, Consumer<Runnable> announcing) {

    /** This thread, which writes for itself. */
    public static Writer here() {
        return new Writer(Actor.current(), Runnable::run);
    }
}
