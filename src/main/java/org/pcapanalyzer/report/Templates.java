package org.pcapanalyzer.report;

import freemarker.cache.ClassTemplateLoader;
import freemarker.core.OutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateScalarModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Runs the templates of the class path over a view. Both output formats escape every text on their own. */
final class Templates {
    private static final String DIRECTORY = "templates";
    private static final String HTML_TEMPLATE = "report.html.ftlh";
    private static final String MARKDOWN_TEMPLATE = "report.md.ftl";

    /** Parse each template once. */
    private static final Configuration HTML = configuration(HtmlFormat.INSTANCE);

    private static final Configuration MARKDOWN = configuration(MarkdownFormat.INSTANCE);

    private Templates() {}

    static void html(ReportView view, Writer out) throws IOException {
        String css = resource("report.css");
        Map<String, Object> root = new HashMap<>();
        root.put("view", view);
        root.put("style", new HtmlText(null, css));
        root.put("styleHash", "sha256-" + Base64.getEncoder().encodeToString(sha256(css)));
        root.put("width", TimelineBuilder.WIDTH);
        root.put("height", TimelineBuilder.HEIGHT);
        process(HTML, HTML_TEMPLATE, root, out);
    }

    static void markdown(ReportView view, Writer out) throws IOException {
        Map<String, Object> root = new HashMap<>();
        root.put("view", view);
        root.put("span", method(MarkdownFormat::codeSpan));
        root.put("cell", method(MarkdownFormat::codeCell));
        root.put("block", method(MarkdownFormat::codeBlock));
        process(MARKDOWN, MARKDOWN_TEMPLATE, root, out);
    }

    /** Parses the templates. */
    static void prepare() {
        try {
            HTML.getTemplate(HTML_TEMPLATE);
            MARKDOWN.getTemplate(MARKDOWN_TEMPLATE);
        } catch (IOException e) {
            throw new UncheckedIOException("a template of the program cannot be read", e);
        }
    }

    private static void process(Configuration configuration, String name, Map<String, Object> root, Writer out)
            throws IOException {
        Template template = configuration.getTemplate(name);
        try {
            template.process(root, out);
        } catch (TemplateException e) {
            throw new IllegalStateException("Template " + name + " does not fit its view", e);
        }
    }

    private static Configuration configuration(OutputFormat format) {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_35);
        configuration.setTemplateLoader(new ClassTemplateLoader(Templates.class.getClassLoader(), DIRECTORY));
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("computer");
        // The extension .ftlh would choose FreeMarker's own HTML format, which lets deceptive characters pass.
        configuration.setRecognizeStandardFileExtensions(false);
        configuration.setOutputFormat(format);
        configuration.setObjectWrapper(new RecordWrapper());
        configuration.setAPIBuiltinEnabled(false);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        return configuration;
    }

    private static TemplateMethodModelEx method(Function<String, MarkdownText> function) {
        return arguments -> {
            if (arguments.size() == 1 && arguments.get(0) instanceof TemplateScalarModel text) {
                return function.apply(text.getAsString());
            }
            throw new TemplateModelException("one text is expected");
        };
    }

    private static String resource(String name) {
        try (InputStream in = Templates.class.getClassLoader().getResourceAsStream(DIRECTORY + "/" + name)) {
            if (in == null) {
                throw new IllegalStateException("Class path lacks " + DIRECTORY + "/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
