/** The document of the API: what the code says by itself, and what people wrote about each operation. Owns no table. */
@NullMarked
package io.noren.integration.apidocs;

import org.jspecify.annotations.NullMarked;
