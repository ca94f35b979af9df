package io.noren.inventory;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A piece of a transaction that somebody else owns, and it is theirs to say what a failure in here means. Otherwise
 * Spring would doom the whole on its way out: a {@link RetriedTransaction} that goes back to a savepoint and tries again
 * would seem to succeed and be rolled back at the end.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Transactional(propagation = Propagation.MANDATORY, noRollbackFor = RuntimeException.class)
public @interface InCallersTransaction {}
