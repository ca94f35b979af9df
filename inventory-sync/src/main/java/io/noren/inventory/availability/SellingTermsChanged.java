package io.noren.inventory.availability;

/** A rule, a channel, a group or a report changes in this transaction. */
record SellingTermsChanged() {}
