/**
 * The pages that people look at: the live board, the till look-up, the pickup desk, the stock, the shopper's page,
 * labels, scans of their codes, and what is parked. Server-rendered, in Japanese and English; every rule stays with the module that owns it. No tables.
 */
@NullMarked
package io.noren.integration.screens;

import org.jspecify.annotations.NullMarked;
