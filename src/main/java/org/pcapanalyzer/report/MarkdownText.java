package org.pcapanalyzer.report;

import freemarker.core.CommonTemplateMarkupOutputModel;

/** Text of a Markdown document: plain text still to be escaped, or Markdown as it stands. Exactly one is null. */
final class MarkdownText extends CommonTemplateMarkupOutputModel<MarkdownText> {
    MarkdownText(String plainText, String markup) {
        super(plainText, markup);
    }

    @Override
    public MarkdownFormat getOutputFormat() {
        return MarkdownFormat.INSTANCE;
    }
}
