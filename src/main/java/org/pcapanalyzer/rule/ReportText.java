package org.pcapanalyzer.rule;

import freemarker.core.InvalidReferenceException;
import freemarker.core.ParseException;
import freemarker.core.PlainTextOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.Version;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One text of a rule's report: plain text with FreeMarker's {@code ${...}}, {@code <#if>} and {@code <#list>}, and nothing
 * else of FreeMarker. No class, no file and no other template can be reached from it.
 */
final class ReportText {
    private static final Configuration FREEMARKER = configuration();

    private final String key;
    private final String source;
    private final ReportTextSyntax syntax;
    private final Optional<Template> template;

    private ReportText(String key, String source, ReportTextSyntax syntax, Optional<Template> template) {
        this.key = key;
        this.source = source;
        this.syntax = syntax;
        this.template = template;
    }

    /** A text of the file at a key such as {@code report.fix[0]}. */
    static ReportText compile(RuleFile file, String key, String source) throws RuleException {
        ReportTextSyntax syntax = ReportTextSyntax.read(source);
        if (!syntax.faults().isEmpty()) {
            List<RuleProblem> problems = syntax.faults().stream()
                    .map(fault -> file.problem(key, fault))
                    .toList();
            throw new RuleException(problems);
        }
        if (syntax.isPlain()) {
            return new ReportText(key, source, syntax, Optional.empty());
        }
        try {
            return new ReportText(
                    key, source, syntax, Optional.of(new Template(key, new StringReader(source), FREEMARKER)));
        } catch (ParseException e) {
            throw new RuleException(file.problemInText(
                    key, e.getLineNumber(), "text is not FreeMarker: " + firstLine(e.getEditorMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty text. */
    static ReportText plain(String key) {
        return new ReportText(key, "", ReportTextSyntax.read(""), Optional.empty());
    }

    String key() {
        return key;
    }

    /** Names that the text expects to be given. */
    List<String> names() {
        return syntax.names();
    }

    /** The text with the values of the model; a value that is missing from it reads {@code unknown}. */
    String render(RuleFile file, Map<String, Object> model) throws RuleException {
        if (template.isEmpty()) {
            return source.strip();
        }
        StringWriter out = new StringWriter();
        try {
            template.get().process(model, out);
        } catch (TemplateException e) {
            throw new RuleException(file.problem(
                    key, "text cannot be filled in: " + firstLine(e.getMessageWithoutStackTop()) + " (mend the text)"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString().strip();
    }

    private static Configuration configuration() {
        Version version = Configuration.VERSION_2_3_34;
        Configuration configuration = new Configuration(version);
        configuration.setObjectWrapper(new SimpleObjectWrapper(version));
        configuration.setOutputFormat(PlainTextOutputFormat.INSTANCE);
        configuration.setTagSyntax(Configuration.ANGLE_BRACKET_TAG_SYNTAX);
        configuration.setInterpolationSyntax(Configuration.DOLLAR_INTERPOLATION_SYNTAX);
        configuration.setAPIBuiltinEnabled(false);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("0.###");
        configuration.setBooleanFormat("yes,no");
        configuration.setLogTemplateExceptions(false);
        configuration.setTemplateExceptionHandler((e, environment, out) -> sayUnknown(e, out));
        return configuration;
    }

    /** Names are checked before, so a value that is missing here is a NULL of the row. */
    private static void sayUnknown(TemplateException e, Writer out) throws TemplateException {
        if (!(e instanceof InvalidReferenceException)) {
            throw e;
        }
        try {
            out.write(TextFunctions.UNKNOWN);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String firstLine(String message) {
        return message == null
                ? "no reason given"
                : message.lines().findFirst().orElse("no reason given").strip();
    }
}
