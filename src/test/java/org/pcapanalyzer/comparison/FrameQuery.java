package org.pcapanalyzer.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.store.SqlFormat;
import org.pcapanalyzer.store.SqlQuery;

/** The frames of a capture as a query sees them, one by one, under tshark's names of their fields. */
final class FrameQuery implements Closeable {
    private static final String SQL = """
            SELECT
                printf('%d.%09d', epoch_ns(ts) // 1000000000, epoch_ns(ts) % 1000000000) AS "frame.time_epoch",
                original_length AS "frame.len",
                captured_length AS "frame.cap_len",
                CASE
                    WHEN icmp_type IS NOT NULL AND ip_version = 6 AND icmp_type IN (135, 136) THEN 'ND'
                    WHEN proto = 'other' THEN 'OTHER_IP'
                    WHEN proto IS NOT NULL THEN upper(proto)
                    WHEN payload_length IS NOT NULL THEN 'FRAGMENT'
                    ELSE 'SET_ASIDE'
                END AS kind,
                vlan AS "vlan.id",
                CASE ip_version WHEN 4 THEN src_ip END AS "ip.src",
                CASE ip_version WHEN 4 THEN dst_ip END AS "ip.dst",
                CASE WHEN ip_version = 4 AND frag_count IS NULL THEN ip_proto END AS "ip.proto",
                CASE WHEN ip_version = 4 AND frag_count IS NULL THEN ip_length END AS "ip.len",
                CASE ip_version WHEN 4 THEN ttl END AS "ip.ttl",
                printf('0x%04x', ip_id) AS "ip.id",
                CASE ip_version WHEN 4 THEN dscp END AS "ip.dsfield.dscp",
                CASE ip_version WHEN 4 THEN ecn END AS "ip.dsfield.ecn",
                CAST(dont_fragment AS INTEGER) AS "ip.flags.df",
                CASE ip_version WHEN 4 THEN CAST(more_fragments AS INTEGER) END AS "ip.flags.mf",
                CASE ip_version WHEN 4 THEN frag_offset // 8 END AS "ip.frag_offset",
                CASE ip_version WHEN 6 THEN src_ip END AS "ipv6.src",
                CASE ip_version WHEN 6 THEN dst_ip END AS "ipv6.dst",
                CASE ip_version WHEN 6 THEN ttl END AS "ipv6.hlim",
                CASE ip_version WHEN 6 THEN dscp END AS "ipv6.tclass.dscp",
                CASE ip_version WHEN 6 THEN ecn END AS "ipv6.tclass.ecn",
                CASE ip_version WHEN 6 THEN frag_offset // 8 END AS "ipv6.fraghdr.offset",
                CASE proto WHEN 'tcp' THEN src_port END AS "tcp.srcport",
                CASE proto WHEN 'tcp' THEN dst_port END AS "tcp.dstport",
                seq AS "tcp.seq_raw",
                ack AS "tcp.ack_raw",
                printf('0x%04x', tcp_flags) AS "tcp.flags",
                CASE proto WHEN 'tcp' THEN payload_length END AS "tcp.len",
                win_unscaled AS "tcp.window_size_value",
                mss AS "tcp.options.mss_val",
                wscale AS "tcp.options.wscale.shift",
                sack_left AS "tcp.options.sack_le",
                sack_right AS "tcp.options.sack_re",
                ts_val AS "tcp.options.timestamp.tsval",
                ts_ecr AS "tcp.options.timestamp.tsecr",
                CASE proto WHEN 'udp' THEN src_port END AS "udp.srcport",
                CASE proto WHEN 'udp' THEN dst_port END AS "udp.dstport",
                CASE proto WHEN 'udp' THEN payload_length + 8 END AS "udp.length",
                CASE proto WHEN 'sctp' THEN src_port END AS "sctp.srcport",
                CASE proto WHEN 'sctp' THEN dst_port END AS "sctp.dstport",
                CASE proto WHEN 'icmp' THEN icmp_type END AS "icmp.type",
                CASE proto WHEN 'icmp' THEN icmp_code END AS "icmp.code",
                CASE proto WHEN 'icmpv6' THEN icmp_type END AS "icmpv6.type",
                CASE proto WHEN 'icmpv6' THEN icmp_code END AS "icmpv6.code"
            FROM packets
            """;

    /** Of a frame that was not decoded to its end, what was read until there is not compared. */
    private static final List<String> OF_ALL_FRAMES =
            List.of(FrameFields.TIME, "frame.len", "frame.cap_len", FrameFields.KIND);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path result;
    private final BufferedReader lines;

    /** @param scratch takes the rows until they are read */
    FrameQuery(Path capture, Path scratch) throws IOException {
        result = Files.createTempFile(scratch, "rows", ".json");
        try (var out = Files.newBufferedWriter(result)) {
            SqlQuery.run(List.of(capture.toString()), SQL, SqlFormat.JSON, 0, out);
        }
        lines = Files.newBufferedReader(result, StandardCharsets.UTF_8);
    }

    /** The fields of the next frame that are not NULL; empty after the last one. */
    Map<String, String> next() throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith("{")) {
            line = lines.readLine();
        }
        return line == null ? Map.of() : fields(JSON.readTree(line.substring(0, line.lastIndexOf('}') + 1)));
    }

    private static Map<String, String> fields(JsonNode row) {
        boolean isSetAside = row.get(FrameFields.KIND).textValue().equals(Packet.Kind.SET_ASIDE.toString());
        Map<String, String> fields = new HashMap<>();
        row.properties().forEach(field -> {
            if (!field.getValue().isNull() && (!isSetAside || OF_ALL_FRAMES.contains(field.getKey()))) {
                fields.put(field.getKey(), field.getValue().asText());
            }
        });
        return fields;
    }

    @Override
    public void close() throws IOException {
        lines.close();
        Files.deleteIfExists(result);
    }
}
