package io.noren.browser;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * The one Chromium of all test classes of a run: the first that asks for it starts it, and it ends with the run. Surefire
 * hands over one class at a time, each a run of its own to JUnit; only the launcher's session lasts as long as they do.
 */
final class SharedChromium implements BeforeAllCallback {
    private @Nullable Chromium chromium;

    @Override
    public void beforeAll(ExtensionContext tests) {
        Store session = tests.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(SharedChromium.class));
        chromium = session.computeIfAbsent(Chromium.class, none -> Chromium.start(), Chromium.class);
    }

    /** Somebody with a browser of their own, whose cookies nobody else has. */
    Visitor visitor(URI address, Screen screen, Locale language) {
        return Objects.requireNonNull(chromium, "only for a registered extension")
                .visitor(address, screen, language);
    }
}
