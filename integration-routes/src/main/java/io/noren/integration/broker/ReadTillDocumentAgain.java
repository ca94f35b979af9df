package io.noren.integration.broker;

import java.util.UUID;

/** The errand that a retry of a parked till transaction sends. */
public record ReadTillDocumentAgain(UUID document, String source) {}
