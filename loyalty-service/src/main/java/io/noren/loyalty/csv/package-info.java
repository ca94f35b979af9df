/**
 * Members that another system had, taken over from a file of rows: tried first, and each once.
 *
 * <p>Owns in schema {@code loyalty}: member_import, member_import_problem.
 */
@NullMarked
package io.noren.loyalty.csv;

import org.jspecify.annotations.NullMarked;
