/**
 * What shoppers are told of their pickup orders: planned once, sent by mail, text message or a signed webhook, by the way
 * that the member likes best and the next one when that fails. Neither addresses nor texts are kept.
 *
 * <p>Tables: message, message_attempt, message_part.
 */
@NullMarked
package io.noren.integration.message;

import org.jspecify.annotations.NullMarked;
