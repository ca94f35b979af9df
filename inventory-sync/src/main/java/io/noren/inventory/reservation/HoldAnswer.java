package io.noren.inventory.reservation;

/** What a caller is told of a hold, word for word, so that it can be told again. */
@SuppressWarnings("ArrayRecordComponent") // never compared, only kept and sent
public record HoldAnswer(int status, String contentType, String location, byte[] body) {}
