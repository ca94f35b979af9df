package io.noren.loyalty.offer;

/** What a customer reads, in Japanese and in English. */
public record Words(String ja, String en) {}
