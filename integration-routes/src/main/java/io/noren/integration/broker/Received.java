package io.noren.integration.broker;

/** A fact as a flow reads it off its queue. */
public record Received<T>(T fact, Origin origin) {}
