package org.pcapanalyzer.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that a report text uses, and what it uses of FreeMarker beyond what texts are allowed. FreeMarker itself checks
 * the grammar; this reader only finds names, directives and built-ins.
 */
final class ReportTextSyntax {
    private static final Set<String> DIRECTIVES = Set.of("if", "elseif", "else", "list", "sep");
    private static final Set<String> KEYWORDS = Set.of("true", "false", "gt", "gte", "lt", "lte", "as");
    /** Built-ins that run text as code or reach into Java. */
    private static final Set<String> FORBIDDEN_BUILTINS =
            Set.of("new", "api", "has_api", "eval", "eval_json", "interpret");

    private final Set<String> names = new TreeSet<>();
    private final Set<String> declared = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();
    private boolean plain = true;

    private ReportTextSyntax() {}

    static ReportTextSyntax read(String text) {
        ReportTextSyntax syntax = new ReportTextSyntax();
        syntax.text(text);
        syntax.names.removeAll(syntax.declared);
        return syntax;
    }

    /** Names that the text expects to be given, sorted. */
    List<String> names() {
        return List.copyOf(names);
    }

    List<String> faults() {
        return faults;
    }

    /** True if nothing needs to be filled in. */
    boolean isPlain() {
        return plain;
    }

    private void text(String text) {
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("${", at)) {
                plain = false;
                at = new Expression(text, at + 2, '}').read();
            } else if (text.startsWith("</#", at)) {
                at += 3;
            } else if (text.startsWith("<#", at)) {
                plain = false;
                at = directive(text, at + 2);
            } else if (text.startsWith("<@", at)) {
                faults.add("FreeMarker macros (<@...>) are not allowed in texts: write plain text");
                at += 2;
            } else {
                at++;
            }
        }
    }

    private int directive(String text, int from) {
        int end = from;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '-')) {
            end++;
        }
        String name = text.substring(from, end);
        if (!DIRECTIVES.contains(name)) {
            faults.add("FreeMarker's <#" + name + "> is not allowed in texts: use ${...}, <#if> and <#list>");
        }
        return new Expression(text, end, '>').read();
    }

    /** One expression up to its closing character. */
    private final class Expression {
        private final String text;
        private final char close;
        private int at;
        private int depth;
        private boolean afterOperand;
        private boolean afterAs;

        private Expression(String text, int from, char close) {
            this.text = text;
            this.close = close;
            this.at = from;
        }

        /** Position behind the expression. */
        private int read() {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (depth == 0 && c == close) {
                    return at + 1;
                }
                step(c);
            }
            return at;
        }

        private void step(char c) {
            if (c == '"' || c == '\'') {
                string(c);
            } else if (Character.isJavaIdentifierStart(c)) {
                name();
            } else if (text.startsWith("..", at)) {
                at += 2;
                afterOperand = false;
            } else if (c == '.') {
                dot();
            } else if (text.startsWith("??", at)) {
                at += 2;
                afterOperand = true;
            } else if (c == '?') {
                builtin();
            } else {
                depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
                afterOperand =
                        Character.isDigit(c) || ")]}".indexOf(c) >= 0 || Character.isWhitespace(c) && afterOperand;
                at++;
            }
        }

        private void string(char quote) {
            int start = ++at;
            while (at < text.length() && text.charAt(at) != quote) {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            text(text.substring(start, Math.min(at, text.length())));
            at++;
            afterOperand = true;
        }

        private void name() {
            String name = word();
            if (KEYWORDS.contains(name)) {
                afterAs = name.equals("as");
                afterOperand = name.equals("true") || name.equals("false");
                return;
            }
            if (afterAs || text.substring(at).stripLeading().startsWith("->")) {
                declared.add(name);
            } else {
                names.add(name);
            }
            afterAs = false;
            afterOperand = true;
        }

        private void dot() {
            at++;
            if (at < text.length() && Character.isJavaIdentifierStart(text.charAt(at))) {
                if (!afterOperand) {
                    faults.add("FreeMarker's special variable ." + word()
                            + " is not allowed in texts: it is not of the finding");
                } else {
                    word();
                }
            }
        }

        private void builtin() {
            at++;
            skipSpace();
            String name = word();
            if (FORBIDDEN_BUILTINS.contains(name)) {
                faults.add("FreeMarker's ?" + name + " is not allowed in texts: print values only");
            }
            afterOperand = true;
        }

        private void skipSpace() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private String word() {
            int start = at;
            while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }
    }
}
