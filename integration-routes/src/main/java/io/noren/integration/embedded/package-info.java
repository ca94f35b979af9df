/** The data folder, and the PostgreSQL and the Artemis that live in it when no external ones are named. */
@NullMarked
package io.noren.integration.embedded;

import org.jspecify.annotations.NullMarked;
