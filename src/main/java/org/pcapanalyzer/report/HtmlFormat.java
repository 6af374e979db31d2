package org.pcapanalyzer.report;

import freemarker.core.CommonMarkupOutputFormat;
import freemarker.template.utility.StringUtil;
import java.io.IOException;
import java.io.Writer;

/**
 * Output format of {@code .ftlh} templates: escapes for HTML text and quoted attributes, and shows what would deceive
 * the eye (see {@link VisibleText}). The result is well-formed XML too.
 */
final class HtmlFormat extends CommonMarkupOutputFormat<HtmlText> {
    static final HtmlFormat INSTANCE = new HtmlFormat();

    private HtmlFormat() {}

    @Override
    public String getName() {
        return "VisibleHTML";
    }

    @Override
    public String getMimeType() {
        return "text/html";
    }

    @Override
    public void output(String text, Writer out) throws IOException {
        out.write(escapePlainText(text));
    }

    @Override
    public String escapePlainText(String text) {
        return StringUtil.XHTMLEnc(VisibleText.block(text));
    }

    @Override
    public boolean isLegacyBuiltInBypassed(String builtInName) {
        return builtInName.equals("html") || builtInName.equals("xml") || builtInName.equals("xhtml");
    }

    @Override
    protected HtmlText newTemplateMarkupOutputModel(String plainText, String markup) {
        return new HtmlText(plainText, markup);
    }
}
