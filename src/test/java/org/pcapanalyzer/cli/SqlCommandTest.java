package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions to analyses and captures as their user asks them. */
final class SqlCommandTest {
    private static final String FAULTY = "samples/mtu-black-hole.pcapng";
    private static final String CUT = "samples/capture-cut.pcapng";

    @TempDir
    private Path scratch;

    private String analyse(String... options) {
        String out = scratch.resolve("out").toString();
        String[] arguments = new String[options.length + 3];
        System.arraycopy(options, 0, arguments, 3, options.length);
        arguments[0] = "-q";
        arguments[1] = "-o";
        arguments[2] = out;
        assertEquals(0, Run.of(arguments).status());
        return scratch.resolve("out/flows.duckdb").toString();
    }

    private static String csv(String... words) {
        String[] arguments = new String[words.length + 3];
        arguments[0] = "sql";
        arguments[1] = "--format";
        arguments[2] = "csv";
        System.arraycopy(words, 0, arguments, 3, words.length);
        Run run = Run.of(arguments);
        assertEquals(0, run.status(), run.err());
        return run.out().replace("\r\n", "\n");
    }

    @Test
    void shouldAskCapturesWithOrWithoutNamingThemFirst() {
        assertEquals("n\n106\n", csv("SELECT count(*) AS n FROM read_capture('" + FAULTY + "')"));
        assertEquals("n\n106\n", csv(FAULTY, "SELECT count(*) AS n FROM packets"));
        assertEquals(
                "path,n\n" + CUT + ",76\n" + FAULTY + ",106\n",
                csv(FAULTY, CUT, "SELECT path, count(*) AS n FROM packets GROUP BY ALL ORDER BY path"));
    }

    @Test
    void shouldJoinFramesToTheirFlows() {
        String database = analyse(FAULTY);
        assertEquals(
                "wrong,flows\n0,8\n",
                csv(
                        database,
                        "SELECT count(*) FILTER (p.pkts <> f.orig_pkts + f.resp_pkts OR p.bytes <> f.orig_ip_bytes + f.resp_ip_bytes "
                                + "OR p.orig <> f.orig_pkts) AS wrong, count(*) AS flows FROM flows AS f LEFT JOIN "
                                + "(SELECT flow_id, count(*) AS pkts, sum(ip_length) AS bytes, count(*) FILTER (dir = 'orig') AS orig "
                                + "FROM read_capture('" + FAULTY + "') GROUP BY ALL) AS p USING (flow_id)"));
    }

    @Test
    void shouldLoadFramesWhenAsked() {
        String database = analyse("--packets", FAULTY, "samples/fragments-healthy.pcapng", CUT);
        String capture = "read_capture(['samples/fragments-healthy.pcapng', '" + CUT + "', '" + FAULTY + "'])";
        assertEquals(
                "loaded,numbered,only_table,only_capture\ntrue,true,0,0\n",
                csv(
                        database,
                        "SELECT (SELECT count(*) FROM packets) = (SELECT sum(packets) FROM captures) AS loaded, "
                                + "(SELECT bool_and(packets = last) FROM captures JOIN (SELECT capture_id, max(file_frame) AS last "
                                + "FROM packets GROUP BY ALL) USING (capture_id)) AS numbered, "
                                + "(SELECT count(*) FROM (FROM packets EXCEPT FROM " + capture + ")) AS only_table, "
                                + "(SELECT count(*) FROM (FROM " + capture + " EXCEPT FROM packets)) AS only_capture"));
    }

    @Test
    void shouldLoadNoFramesUnlessAsked() {
        Run run = Run.of("sql", analyse(FAULTY), "SELECT count(*) FROM packets");
        assertEquals(1, run.status());
        assertTrue(run.errorLine().contains("Table with name packets does not exist"), run.err());
    }

    @Test
    void shouldTellOfDamageBesideTheResult() {
        Run run = Run.of("sql", CUT, "SELECT count(*) FROM packets");
        assertEquals(0, run.status());
        assertTrue(run.errorLine().startsWith("analyze: " + CUT + ": After frame 76"), run.err());
        assertEquals(
                3,
                Run.of("sql", "--strict", CUT, "SELECT count(*) FROM packets").status());
        assertEquals(
                0,
                Run.of("sql", "--strict", FAULTY, "SELECT count(*) FROM packets")
                        .status());
    }

    @Test
    void shouldNotTakeFilesOfOtherKindsForDamage() {
        Run run = Run.of("sql", "--strict", "samples/causes", "SELECT count(*) FROM packets");
        assertEquals(0, run.status());
        assertTrue(run.err().startsWith("analyze: left out: samples/causes/"), run.err());
    }

    @Test
    void shouldWantAQuery() {
        for (String[] words : new String[][] {{"sql"}, {"sql", FAULTY}}) {
            Run run = Run.of(words);
            assertEquals(2, run.status());
            assertTrue(run.errorLine().contains("a query is wanted"), run.err());
        }
    }

    @Test
    void shouldTellWhatIsWrongWithItsSources() {
        String database = analyse(FAULTY);
        assertEquals(
                "analyze: nosuch.pcap: no such file. Check the name and the working directory.", fault("nosuch.pcap"));
        assertEquals("analyze: nosuch.duckdb does not exist", fault("nosuch.duckdb"));
        assertTrue(fault("README.md").startsWith("analyze: README.md: is text, not a packet capture"));
        assertTrue(fault(scratch.resolve("out").toString()).contains("name the database in it: " + database));
        assertTrue(fault(database, FAULTY).contains("is a database; ask one database, or captures alone"));
    }

    private static String fault(String... sources) {
        String[] arguments = new String[sources.length + 2];
        arguments[0] = "sql";
        System.arraycopy(sources, 0, arguments, 1, sources.length);
        arguments[sources.length + 1] = "SELECT count(*) FROM packets";
        Run run = Run.of(arguments);
        assertEquals(1, run.status());
        return run.errorLine();
    }
}
