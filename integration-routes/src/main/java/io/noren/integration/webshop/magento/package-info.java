/** The words of Adobe Commerce and Magento with Multi Source Inventory, and ours. No tables. */
@NullMarked
package io.noren.integration.webshop.magento;

import org.jspecify.annotations.NullMarked;
