package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8TextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "41 7e 20 42|A~ B",
                "5c|\\\\",
                "00 07 1b 7f|\\x00\\x07\\x1b\\x7f",
                "c3 a9|\u00e9",
                "e2 82 ac|\u20ac",
                "f0 9f 90 9f|\ud83d\udc1f",
                "c2 9b|\\xc2\\x9b",
                "e2 80 ae|\\xe2\\x80\\xae",
                "ef bb bf|\\xef\\xbb\\xbf",
                "c1 9c|\\xc1\\x9c",
                "c0 af|\\xc0\\xaf",
                "e0 80 af|\\xe0\\x80\\xaf",
                "ed a0 80|\\xed\\xa0\\x80",
                "f4 90 80 80|\\xf4\\x90\\x80\\x80",
                "f8 88 80|\\xf8\\x88\\x80",
                "c3 41|\\xc3A",
                "e2 82 c3 a9|\\xe2\\x82\u00e9",
                "e2 82|\\xe2\\x82",
                "a9 41|\\xa9A",
                "ff fe|\\xff\\xfe"
            })
    void shouldShowCharactersAndEscapeTheRest(String bytes, String expected) {
        Utf8Text text = new Utf8Text();
        for (byte value : HexFormat.ofDelimiter(" ").parseHex(bytes)) {
            text.add(value);
        }
        text.flush();
        assertEquals(expected, text.takeShown());
    }
}
