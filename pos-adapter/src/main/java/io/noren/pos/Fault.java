package io.noren.pos;

/**
 * Why a transaction cannot become a fact.
 *
 * @param code stable, upper case
 * @param reason what is wrong and what to do, in plain words, without personal data
 * @param place the line in the document
 */
public record Fault(String code, String reason, int place) {}
