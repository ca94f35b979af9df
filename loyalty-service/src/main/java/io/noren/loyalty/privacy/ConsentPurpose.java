package io.noren.loyalty.privacy;

/** What somebody is reached for. */
public enum ConsentPurpose {
    MARKETING,
    ANALYTICS,
    PERSONALISATION,
    RESEARCH
}
