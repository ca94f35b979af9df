/** What shoppers see on their phones: an item and this store's stock of it, their basket, a camera that reads codes. */
@NullMarked
package io.noren.integration.screens.shopper;

import org.jspecify.annotations.NullMarked;
