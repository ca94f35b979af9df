package io.noren.loyalty.tier;

/**
 * What a member is called who buys much.
 *
 * @param code stable, upper case; offers name it
 * @param threshold qualifying points that reach it within the programme's period
 */
public record Tier(String code, long threshold, String nameJa, String nameEn) {}
