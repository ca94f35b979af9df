/**
 * A chain's tills as they are: some speak POSLog and some CSV, some have a line and some drop files, some go offline, crash
 * and tell again what they told before, and a few lose what they never told. What each of them does follows from a seed
 * alone; a checker outside of the application compares it with all that the hub shows.
 */
@NullMarked
package io.noren.simulator;

import org.jspecify.annotations.NullMarked;
