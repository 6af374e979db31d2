package org.pcapanalyzer.report;

import freemarker.core.CommonTemplateMarkupOutputModel;

/** Text of an HTML page: plain text still to be escaped, or HTML of our own as it stands. Exactly one is null. */
final class HtmlText extends CommonTemplateMarkupOutputModel<HtmlText> {
    HtmlText(String plainText, String markup) {
        super(plainText, markup);
    }

    @Override
    public HtmlFormat getOutputFormat() {
        return HtmlFormat.INSTANCE;
    }
}
