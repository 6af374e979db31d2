package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTextTest {

    @TempDir
    private Path directory;

    private RuleFile file;

    @BeforeEach
    void readRule() throws Exception {
        file = RuleFileReader.read(RuleFixture.writeSlow(directory, RuleFixture.SLOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "plain $HOME {x} <b> &amp;~plain $HOME {x} <b> &amp;",
                "port ${port}~port 44300",
                "frame ${frame?c}~frame 1234567",
                "${ratio} ${half}~0.333 0.5",
                "${flag}~yes",
                "${clients[0]} of ${clients?size}~10.0.0.1 of 3",
                "${list(clients, 2)}~10.0.0.1, 10.0.0.2 and 1 more",
                "${list(clients)}~10.0.0.1, 10.0.0.2 and 10.0.0.3",
                "${list(ids)}~1000 and 2000",
                "${duration(wait_ns)}, ${bytes(1400)}, ${percent(ratio)}, ${count(1, 'flow', 'flows')}"
                        + "~350 ms, 1400 bytes, 33.3 %, 1 flow",
                "<#if port gt 1000 && flag>high<#elseif half lt 1>low<#else>none</#if>~high",
                "<#if mtu??>known<#else>not known</#if>~not known",
                "<#list clients as c>${c}<#sep>, </#list>~10.0.0.1, 10.0.0.2, 10.0.0.3",
                "MTU ${mtu}, ${duration(mtu)}, ${count(mtu, 'a', 'b')}, ${list(mtu)}~MTU unknown, unknown, unknown, unknown",
                "${mtu!'none'}~none",
                "<a href=\"${name}\">~<a href=\"<script>${1+1}</script>\">"
            })
    void shouldFillInTheText(String source, String text) throws Exception {
        assertEquals(text, render(source));
    }

    @Test
    void shouldPrintTheSameInEveryLocale() throws Exception {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals("44300 0.333 1234567", render("${port} ${ratio} ${frame}"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${'freemarker.template.utility.Execute'?new()('id')}",
                "${clients?api.getClass()}",
                "${'1+1'?eval}",
                "${'{}'?eval_json}",
                "<#assign x = 1>",
                "<#include '/etc/passwd'>",
                "<#import 'x' as y>",
                "<#macro m></#macro>",
                "<@m/>",
                "<#ftl output_format='HTML'>",
                "<#setting locale='de'>",
                "<#function f()><#return 1></#function>",
                "<#-- note -->",
                "${.now}",
                "${.vars['port']}",
                "${'${.version}'}",
                "${('x'?interpret)!}"
            })
    void shouldRefuseWhatReachesBeyondTheFinding(String source) {
        RuleException e = assertThrows(RuleException.class, () -> render(source));
        assertTrue(e.getMessage().contains("not allowed"), e::getMessage);
        assertEquals(33, e.problems().get(0).line());
    }

    @Test
    void shouldGiveTextsNoWayIntoJavaEvenWhereTheReaderOfNamesIsFooled() throws Exception {
        assertThrows(RuleException.class, () -> render("${clients.class}"));
        assertThrows(RuleException.class, () -> render("${port.class.forName('java.lang.Runtime')}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "${port~text is not FreeMarker: ",
                "<#if flag>x~text is not FreeMarker: ",
                "${clients}~text cannot be filled in: For \"${...}\" content: Expected a string",
                "${duration(name)}~text cannot be filled in: ",
                "${count(1)}~text cannot be filled in: ",
                "<#if port == 'x'>a</#if>~text cannot be filled in: "
            })
    void shouldSayInOneLineWhatIsWrong(String source, String message) {
        RuleException e = assertThrows(RuleException.class, () -> render(source));
        assertEquals(1, e.getMessage().lines().count(), e::getMessage);
        assertTrue(e.problems().get(0).message().startsWith(message), e::getMessage);
    }

    @Test
    void shouldSayHowAFunctionIsCalled() {
        RuleException e = assertThrows(RuleException.class, () -> render("${count(1)}"));
        assertTrue(e.getMessage().contains("write it as count(n, 'flow', 'flows')"), e::getMessage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "${a} ${b.c} ${d[e]}~a b d e",
                "${f(a, 'b', \"${c}\")?upper_case}~a c f",
                "<#if a?? && !b>${c!d}</#if>~a b c d",
                "<#list xs as x>${x}${x?index}${y}</#list>~xs y",
                "${xs?filter(x -> x gt limit)?join(', ')}~limit xs",
                "${true?then(a, 1.5)}~a",
                "<#list a..b as i>${i}</#list>~a b",
                "${'a}b'}${c}~c"
            })
    void shouldFindTheNamesThatATextExpects(String source, String names) {
        assertEquals(
                names.replace("`", ""),
                String.join(" ", ReportTextSyntax.read(source).names()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"${", "<#", "${'", "${\"${", "<#if", "${a.", "${a?", "${(", "<#list a as", "${a..", "${'\\"})
    void shouldEndOnEveryBeginning(String source) {
        assertTrue(ReportTextSyntax.read(source).faults().size() <= 1);
    }

    private String render(String source) throws RuleException {
        Map<String, Object> model = new HashMap<>(TextFunctions.ALL);
        model.putAll(Map.of(
                "port",
                44300L,
                "frame",
                1_234_567L,
                "ratio",
                1.0 / 3,
                "half",
                0.5,
                "flag",
                true,
                "wait_ns",
                350_000_000L,
                "name",
                "<script>${1+1}</script>",
                "clients",
                List.of("10.0.0.1", "10.0.0.2", "10.0.0.3"),
                "ids",
                List.of(1000L, 2000L)));
        return ReportText.compile(file, "report.summary", source).render(file, model);
    }
}
