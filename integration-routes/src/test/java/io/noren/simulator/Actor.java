package io.noren.simulator;

import java.time.Duration;

/** One who acts again and again while the simulation runs, and then until everything is told. */
interface Actor {
    /**
     * One step.
     *
     * @param elapsed since the doors opened
     * @param closing whether the day is over: everybody has a line, and nobody is clumsy any more
     */
    void act(Duration elapsed, boolean closing);

    /** Whether, once the day is over, nothing is left to be told. */
    boolean isDone();
}
