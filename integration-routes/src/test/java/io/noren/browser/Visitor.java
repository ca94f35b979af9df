package io.noren.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** One person with a browser; everything that browser complains about is remembered. */
final class Visitor implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /**
     * Pictures are for whoever works on a page, and take a third of a story's time: they are taken when single classes are
     * run ({@code -Dtest=…}), and with {@code -Dnoren.pictures=true}.
     */
    private static final boolean PICTURES = Boolean.parseBoolean(
            System.getProperty("noren.pictures", String.valueOf(System.getProperty("test") != null)));

    /** A violated content policy is reported even where the browser's own words for it change. */
    private static final String TELL_OF_VIOLATIONS = "document.addEventListener('securitypolicyviolation',"
            + " e => console.error('content policy: ' + e.violatedDirective + ' ' + e.blockedURI))";

    private final BrowserContext browser;
    private final Screen screen;
    private final Locale language;
    private final Page page;
    private final CopyOnWriteArrayList<String> complaints = new CopyOnWriteArrayList<>();

    Visitor(BrowserContext browser, Screen screen, Locale language) {
        this.browser = browser;
        this.screen = screen;
        this.language = language;
        browser.setDefaultTimeout(Chromium.PATIENCE_MILLIS);
        browser.addInitScript(TELL_OF_VIOLATIONS);
        page = browser.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
    }

    Page page() {
        return page;
    }

    Page open(String path) {
        page.navigate(path);
        return page;
    }

    /** Through the sign-in page, as staff do; whatever was asked for opens after it. */
    Visitor signedIn(String name, String password) {
        open("/till");
        page.locator("input[name=username]").fill(name);
        page.locator("input[name=password]").fill(password);
        page.locator("main form button").click();
        page.waitForURL("**/till**");
        return this;
    }

    /** Presses the button with this word on it. */
    void press(String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    /**
     * Looks at what is shown, on a phone and then as wide as on a desk, and finds no fault with it: the language, no word
     * that is missing, nothing wider than the screen, and nothing that the browser complains about. Takes a picture of
     * both, if pictures are wanted.
     */
    void look(String name) {
        show(name);
        isContent();
    }

    private void show(String name) {
        // A word can be there before the style sheet is, and then nothing has its width yet.
        page.waitForLoadState();
        page.evaluate("document.fonts.ready.then(() => true)");
        lookOn(screen, name);
        if (screen == Screen.PHONE) {
            page.setViewportSize(Screen.DESKTOP.width, Screen.DESKTOP.height);
            lookOn(Screen.DESKTOP, name);
            page.setViewportSize(screen.width, screen.height);
        }
        assertThat(page.locator("html").getAttribute("lang"))
                .as("language of %s", name)
                .isEqualTo(language.getLanguage());
        assertThat(page.locator("body").innerText())
                .as("text of %s", name)
                .doesNotContain("??")
                .doesNotContain("null");
    }

    private void lookOn(Screen size, String name) {
        if (PICTURES) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(SCREENSHOTS.resolve("%s-%s-%s.png"
                            .formatted(name, language.getLanguage(), size.name().toLowerCase(Locale.ROOT))))
                    .setFullPage(true));
        }
        assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                .as("width of %s", name)
                .isLessThanOrEqualTo(size.width);
    }

    /** The browser has had nothing to complain about. */
    void isContent() {
        assertThat(complaints).isEmpty();
    }

    /** The same for a page that answers with this error status, which the browser reports by itself. */
    void lookAtRefusal(String name, int status) {
        lookApartFrom("the server responded with a status of " + status, name);
    }

    /** The same for a page that goes on without a network, whose loss the browser reports. */
    void lookWithoutNetwork(String name) {
        lookApartFrom("net::ERR_", name);
    }

    /** Afterwards, because what a browser reports may arrive while the picture is taken. */
    private void lookApartFrom(String known, String name) {
        show(name);
        complaints.removeIf(complaint -> complaint.contains(known));
        isContent();
    }

    /** The one with this text. */
    static Page.LocatorOptions having(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    /** Presses the button, or whatever it is, with exactly this word on it. */
    static void take(Locator within, String button) {
        within.getByText(button, new Locator.GetByTextOptions().setExact(true)).click();
    }

    @Override
    public void close() {
        browser.close();
    }
}
