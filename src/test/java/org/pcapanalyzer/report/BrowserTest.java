package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a browser: quiet, offline, accessible, and readable at any width. Needs Chromium and Node. */
class BrowserTest {
    private static final Optional<Path> CHROMIUM = executable("chromium", "chromium-browser", "google-chrome");
    private static final Optional<Path> NODE = executable("node", "nodejs");

    private static Playwright playwright;
    private static Browser browser;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        assumeTrue(CHROMIUM.isPresent() && NODE.isPresent(), "Chromium and Node are installed");
        System.setProperty("playwright.nodejs.path", NODE.get().toString());
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM.get()));
    }

    @AfterAll
    static void stop() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "blackHole, 1400, LIGHT",
        "blackHole, 400, DARK",
        "outage, 1400, DARK",
        "outage, 400, LIGHT",
        "healthy, 1000, LIGHT",
        "hostile, 400, DARK",
    })
    void shouldBeQuietOfflineAndAccessible(String name, int width, ColorScheme scheme) throws Exception {
        Path file = write(name);
        try (BrowserContext context = context(width, scheme)) {
            Page page = context.newPage();
            List<String> messages = new ArrayList<>();
            List<String> requests = new ArrayList<>();
            page.onConsoleMessage(message -> messages.add(message.text()));
            page.onPageError(messages::add);
            page.onDialog(dialog -> messages.add("dialog " + dialog.message()));
            page.onRequest(request -> requests.add(request.url()));
            page.navigate(file.toUri().toString());
            page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })");

            assertEquals(List.of(), messages, "console");
            assertEquals(
                    List.of(file.toUri().toString()),
                    requests.stream().filter(url -> !url.startsWith("data:")).toList());
            assertEquals(width, page.evaluate("document.documentElement.scrollWidth"), "width of the page");
            assertEquals(List.of(), violations(page), "accessibility");
        }
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 'rgb(255, 255, 255)'", "DARK, 'rgb(20, 23, 27)'"})
    void shouldFollowTheColourScheme(ColorScheme scheme, String background) throws Exception {
        Path file = write("healthy");
        try (BrowserContext context = context(1000, scheme)) {
            Page page = context.newPage();
            page.navigate(file.toUri().toString());

            assertEquals(background, page.evaluate("getComputedStyle(document.body).backgroundColor"));
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertEquals(
                    "rgb(255, 255, 255)", page.evaluate("getComputedStyle(document.body).backgroundColor"), "paper");
        }
    }

    private Path write(String name) throws Exception {
        try (ReportFixture fixture = fixture(name)) {
            new ReportWriter(directory, Set.of(ReportFormat.HTML))
                    .write(fixture.input, ReportFacts.read(fixture.connection()), fixture.connection());
        }
        return directory.resolve(ReportFormat.HTML.fileName());
    }

    private static ReportFixture fixture(String name) throws Exception {
        return switch (name) {
            case "blackHole" -> ReportFixture.blackHole();
            case "outage" -> ReportFixture.outage();
            case "healthy" -> ReportFixture.healthy();
            case "empty" -> ReportFixture.empty();
            default ->
                ReportFixture.hostile("<img src=http://203.0.113.1/x onerror=alert(1)>" + "wide".repeat(60)
                        + "<script>alert(1)</script>");
        };
    }

    private static BrowserContext context(int width, ColorScheme scheme) {
        return browser.newContext(new Browser.NewContextOptions()
                .setOffline(true)
                .setViewportSize(width, 900)
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setTimezoneId("UTC"));
    }

    private static List<?> violations(Page page) throws Exception {
        try (InputStream in = BrowserTest.class.getResourceAsStream("/axe.min.js")) {
            assertTrue(in != null, "axe.min.js is on the class path");
            page.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<?>) page.evaluate("async () => (await axe.run()).violations.map("
                + "v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join('; '))");
    }

    private static Optional<Path> executable(String... names) {
        return Stream.of(names)
                .flatMap(name ->
                        Stream.of("/usr/bin", "/usr/local/bin", "/snap/bin").map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
