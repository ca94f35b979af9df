package io.noren.browser;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The Chromium that this machine has, driven by Playwright; nothing is downloaded. */
final class Chromium implements AutoCloseable {
    /** Long: a machine that builds several things at once draws slowly. */
    static final double PATIENCE_MILLIS = 60_000;

    /** The first is the same without windows, which nobody sees here: it takes half the time. */
    private static final List<String> NAMES =
            List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Without a Chromium the calling test is skipped; on a CI machine, which is meant to have one, it fails. */
    static Chromium start() {
        Path executable = find().orElseGet(Chromium::missing);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable)
                            .setTimeout(2 * PATIENCE_MILLIS)
                            .setArgs(List.of(
                                    "--no-sandbox", // tests run as root in containers
                                    "--disable-dev-shm-usage",
                                    "--disable-gpu", // there is none, and imitating one takes the processor
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync")));
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
            return new Chromium(playwright, browser);
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /**
     * Somebody with a browser of their own, whose cookies nobody else has. A phone is a narrow window with touch: where
     * Chromium plays a phone in earnest, a picture of a whole page now and then leaves it with clicks beside their marks.
     */
    Visitor visitor(URI address, Screen screen, Locale language) {
        Visitor visitor = new Visitor(
                browser.newContext(new Browser.NewContextOptions()
                        .setBaseURL(address.toString())
                        .setLocale(language.getLanguage())
                        .setTimezoneId("Asia/Tokyo")
                        .setViewportSize(screen.width, screen.height)
                        .setDeviceScaleFactor(screen.pixelRatio)
                        .setHasTouch(screen.touch)),
                screen,
                language);
        return visitor;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static Optional<Path> find() {
        String named = System.getenv("CHROMIUM");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        String folders = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/bin";
        return Stream.of(folders.split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .min(Comparator.comparingInt(
                        found -> NAMES.indexOf(found.getFileName().toString())));
    }

    private static Path missing() {
        String what =
                "No Chromium: install the package chromium-headless-shell or chromium, or name one in the environment variable CHROMIUM.";
        return "true".equals(System.getenv("CI")) ? fail(what) : abort(what);
    }
}
