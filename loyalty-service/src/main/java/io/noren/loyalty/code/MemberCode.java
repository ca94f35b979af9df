package io.noren.loyalty.code;

import java.time.Instant;

/**
 * What a member shows, and for how long it holds.
 *
 * @param code a JWS in compact form (RFC 7515), signed with Ed25519 (RFC 8037); {@code sub} is the member, {@code iat} and
 *     {@code exp} are seconds
 * @param expiresAt useless from then on
 */
public record MemberCode(String code, Instant expiresAt) {}
